// First run of the shared server, in mongosh: the replica set, the roles of roles.json, the accounts of the secret file.
// Every start runs it again: what is there stays as it is, roles are brought up to date, missing accounts are made.
//
// It uses no more of mongosh than getSiblingDB().runCommand() and .auth(), so that the project's tests can run this very
// file in a plain JavaScript engine against a real mongod.
"use strict";

const fs = require("fs");
const secrets = process.env.XUEDANG_SECRETS;
// Each archive is a database of its own: one, or several by commas. An account belongs to the first, to the one it names
// as "archive", or to all of them ("*"): such an account stands in the database admin.
const archives = process.env.XUEDANG_ARCHIVE.split(",").map((name) => name.trim());
const here = process.env.XUEDANG_SERVER_SCRIPTS || "/opt/xuedang";

const ROOT = "root";
const NOT_THERE_YET = "NodeNotFound";
const ALREADY_INITIALIZED = "AlreadyInitialized";

function read(path) {
  return fs.readFileSync(path, "utf8");
}

// mongosh throws for a command that fails; either way the answer says why.
function attempt(database, command) {
  try {
    return db.getSiblingDB(database).runCommand(command);
  } catch (error) {
    return { ok: 0, codeName: error.codeName, errmsg: error.message };
  }
}

function run(database, command) {
  const answer = attempt(database, command);
  if (answer.ok !== 1) {
    throw new Error(`${Object.keys(command)[0]}: ${answer.errmsg}`);
  }
  return answer;
}

function logIn(password) {
  try {
    const answer = db.getSiblingDB("admin").auth(ROOT, password);
    return answer === true || answer === 1 || answer.ok === 1;
  } catch (error) {
    return false;
  }
}

function makeReplicaSet() {
  const config = {
    _id: process.env.XUEDANG_REPLICA_SET,
    // The member that runs this must be the one that takes writes.
    members: process.env.XUEDANG_MEMBER.split(",").map((host, place) => ({
      _id: place,
      host: host.trim(),
      priority: place === 0 ? 2 : 1,
    })),
  };
  let answer = attempt("admin", { replSetInitiate: config });
  for (let tries = 0; tries < 120 && answer.codeName === NOT_THERE_YET; tries += 1) {
    sleep(500);
    answer = attempt("admin", { replSetInitiate: config });
  }
  // A server with accounts does not even say that it is in a replica set already.
  const known = [ALREADY_INITIALIZED, "Unauthorized"];
  if (answer.ok !== 1 && !known.includes(answer.codeName)) {
    throw new Error(`replSetInitiate: ${answer.errmsg}`);
  }
  for (let tries = 0; tries < 600; tries += 1) {
    if (attempt("admin", { hello: 1 }).isWritablePrimary) {
      return;
    }
    sleep(100);
  }
  throw new Error("the server did not become primary within a minute");
}

// Without any account the server lets a local client make the first one, and only that.
function makeRoot(password) {
  if (logIn(password)) {
    return;
  }
  const answer = attempt("admin", { createUser: ROOT, pwd: password, roles: ["root"] });
  if (answer.codeName === "Unauthorized") {
    throw new Error("root-password is not the one that this server was set up with");
  }
  if (answer.ok !== 1 || !logIn(password)) {
    throw new Error(`createUser root: ${answer.errmsg}`);
  }
  print("made the account of the server's administrator: root");
}

function makeRoles(archive) {
  for (const role of JSON.parse(read(`${here}/roles.json`)).roles) {
    const definition = {
      privileges: role.privileges.map(({ collection, actions }) => ({
        resource: { db: archive, collection },
        actions,
      })),
      roles: role.roles,
    };
    const known = run(archive, { rolesInfo: role.name }).roles.length > 0;
    run(archive, known ? { updateRole: role.name, ...definition } : { createRole: role.name, ...definition });
  }
}

function makeAccounts() {
  for (const account of JSON.parse(read(`${secrets}/accounts`))) {
    const everywhere = account.archive === "*";
    const home = everywhere ? "admin" : account.archive || archives[0];
    const roles = (everywhere ? archives : [home]).map((db) => ({ role: `xuedang_${account.role}`, db }));
    if (run(home, { usersInfo: account.name }).users.length > 0) {
      if (everywhere) {
        run(home, { grantRolesToUser: account.name, roles });
      }
      continue;
    }
    if (!account.password) {
      throw new Error(`accounts: ${account.name} has no password`);
    }
    run(home, { createUser: account.name, pwd: account.password, roles });
    print(`made the account ${account.name} (${account.role})`);
  }
}

makeReplicaSet();
makeRoot(read(`${secrets}/root-password`).trim());
archives.forEach(makeRoles);
makeAccounts();
