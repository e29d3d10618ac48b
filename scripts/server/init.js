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
// A member that does not answer yet, or the step before that has not reached the others.
const NOT_YET = ["NodeNotFound", "ConfigurationInProgress", "CurrentConfigNotCommittedYet"];
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

// The members that there ought to be. The first is the one that runs this, so it must be the one that takes writes.
function wanted() {
  return process.env.XUEDANG_MEMBER.split(",").map((host, place) => ({ host: host.trim(), priority: place ? 1 : 2 }));
}

function makeReplicaSet() {
  const config = { _id: process.env.XUEDANG_REPLICA_SET, members: [{ _id: 0, ...wanted()[0] }] };
  const answer = attempt("admin", { replSetInitiate: config });
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

// A set of one becomes a set of three, also one that has been in use: its own name first (no other member could reach
// "localhost"), then the others one by one. Members that are not wanted any more are left to the administrator.
function nextConfig(config) {
  const [first, ...others] = wanted();
  if (config.members.length === 1 && config.members[0].host !== first.host) {
    Object.assign(config.members[0], first);
    return config;
  }
  const known = config.members.map((member) => member.host);
  const missing = others.find((member) => !known.includes(member.host));
  if (missing === undefined) {
    return null;
  }
  config.members.push({ _id: Math.max(...config.members.map((member) => member._id)) + 1, ...missing });
  return config;
}

function growReplicaSet() {
  for (let tries = 0; tries < 240; tries += 1) {
    const config = nextConfig(run("admin", { replSetGetConfig: 1 }).config);
    if (config === null) {
      return;
    }
    config.version += 1;
    const answer = attempt("admin", { replSetReconfig: config });
    if (answer.ok === 1) {
      print(`the replica set has ${config.members.length} members: ${config.members.map((member) => member.host)}`);
    } else if (NOT_YET.includes(answer.codeName)) {
      sleep(500);
    } else {
      throw new Error(`replSetReconfig: ${answer.errmsg}`);
    }
  }
  throw new Error("the members of XUEDANG_MEMBERS did not come together within two minutes");
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
growReplicaSet();
archives.forEach(makeRoles);
makeAccounts();
