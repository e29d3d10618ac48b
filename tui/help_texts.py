"""What help says about each screen and widget. One pair of texts each, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from records.kind import Label
from tui.help_boxes import BOXES, GENERAL
from tui.keys.key_names import as_bound

#: By the name of a screen's or widget's class.
_PAGES: Mapping[str, Label] = {
    "HomeScreen": Label(
        "首页：左边是各类记录及数量，右边是待办与最近改动。回车打开列表，F2 新建，F7 导入，F9 生成公文。",
        "Home: record kinds and their numbers on the left, what waits and what changed last on the "
        "right. Enter opens a list, F2 makes a record, F7 imports, F9 makes documents.",
    ),
    "ListScreen": Label(
        "列表：F4 输入筛选条件，例如 灌溉 2011-03..2011-06 状态:已报 单位:柳树湾。空格选中多条后，F7 "
        "一并审核、Del 一并作废；F8 查看光标所在记录的历史。单击列头排序，Ctrl+G 跳到某一天，Ctrl+E 导出；"
        "F9 选列、存视图、按显示的列打印。",
        "List: F4 filters, for instance: irrigation 2011-03..2011-06 status:submitted "
        "unit:Liushuwan. Mark several with Space, then F7 approves and Del voids them all; F8 shows the "
        "history of one. A click on a heading sorts, Ctrl+G goes to a date, Ctrl+E exports; F9 "
        "chooses columns, keeps views, prints what is shown.",
    ),
    "FormScreen": Label(
        "表单：Tab、回车或上下键换栏。带 * 的栏目审核前必填。日期可填 2010-07-03、2010-07、"
        "2010年三季度等，下方立即显示理解的结果。F2 保存；Ctrl+Z 撤销，Ctrl+Y 重做；"
        "Alt+左右 或 Ctrl+PgUp/PgDn 换页；F9 更多操作。"
        "键入的内容随时写入草稿，意外退出后下次启动可以接着编辑。",
        "Form: Tab, Enter or Up/Down go from field to field. Fields with * are needed before approval. "
        "Dates may be 2010-07-03, 2010-07, 2010H1 or 2010年上半年; what was understood shows below "
        "at once. F2 saves; Ctrl+Z undoes, Ctrl+Y redoes; Alt+Left/Right or Ctrl+PgUp/PgDn change the "
        "section; F9 has more. What you type is kept as a draft within a moment; after a crash it is "
        "offered at the next start.",
    ),
    "AttendanceScreen": Label(
        "签到：全体先记为到会。键入姓名、拼音或首字母找到未到的人，回车记为缺席（再按改回），左右键换成迟到、请假、"
        "补学；Ctrl+E 填原因，F4 添加人员，Del 去掉一人。上方随时显示应到、实到。Esc 回到表单，F2 保存。",
        "Sign-in list: everybody is present at first. Type a name, its pinyin or initials to find who was "
        "not; Enter makes them absent (and back), Left and Right give another state, Ctrl+E takes the "
        "reason, F4 adds people, Del removes one. The numbers stand above. Escape goes back to the form, "
        "F2 saves.",
    ),
    "TableGridScreen": Label(
        "表格：直接键入即改光标所在单元格，回车到下一行，Tab 到下一格，方向键走动。可粘贴从电子表格复制的内容"
        "（有无表头均可）。Ctrl+D 向下填充，“同上”取上一行，F4 选定，Ins 加行，Shift+Del 删行，Ctrl+E "
        "修改原文，Ctrl+Z 撤销。红色的格子有问题，下面一行说明原因。",
        "Grid: what is typed goes into the cell under the cursor; Enter goes to the next row, Tab to the "
        "next cell, arrows about. Cells copied in a spreadsheet can be pasted, with or without headings. "
        "Ctrl+D fills down, 同上 takes what stands above, F4 chooses, Ins adds a row, Shift+Del removes one, "
        "Ctrl+E changes the text, Ctrl+Z undoes. A red cell has a fault; the line below says which.",
    ),
    "EntriesScreen": Label(
        "一个支部的学习记录：每人一行，逐格录入，用法同表格（Ctrl+D 向下填充，“同上”取上一行，可粘贴）。F2 把"
        "填过的各行作为一批存为已报，没填的行不存；存后可整批撤回。",
        "Study entries of a branch: a row a person, typed across (Ctrl+D fills down, 同上 takes what stands "
        "above, cells can be pasted). F2 stores the rows that were filled in as one batch of submitted "
        "records, which can be taken back together.",
    ),
    "HistoryScreen": Label(
        "历史：左边逐次列出各个版本，右边是该版本改动的栏目（- 原来，+ 改后）。F4 与现行版本比较，F7 "
        "恢复所选版本。",
        "History: versions on the left; on the right what each changed (- before, + after). F4 "
        "compares with the current version, F7 restores the chosen one.",
    ),
    "DossierScreen": Label(
        "学习档案：一个人或一个组织的全部记录，按时间排列；左边按类别，上面是各年字数、篇数与出勤。"
        "F2 打开当年档案（卷内目录），F4 换年度，F7 看成员。",
        "Study archive: all records of a person or unit in order of time; kinds on the left, each "
        "year's words, papers and attendance above. F2 opens the year's dossier, F4 changes the "
        "year, F7 shows the members.",
    ),
    "StageBoard": Label(
        "阶段：上面是三个阶段，中间是各环节的责任单位、状态和时限，下面是光标所在阶段缺什么、有什么。回车打开"
        "记录，没有记录的按规定值新建；F2 记为完成，F4 展开到各支部，F7 下一阶段，F9 阶段总结。",
        "Stages: the three above, their links with owner, state and due day below, and at the foot what the "
        "stage under the cursor lacks and has. Enter opens the record, or begins one; F2 marks a link as "
        "done, F4 shows every unit, F7 goes to the next stage, F9 to its summary.",
    ),
    "CalendarScreen": Label(
        "日历：每格一天，字后的数是条数：段 阶段起止，纪 纪念日，限 整改与环节期限，示 公示截止，考 "
        "考核期截止，计 学习计划，会 会议与活动；> 为工作日期，红色为休息日。方向键换日，PgUp、PgDn 或 F7、"
        "F8 换月，Ctrl+G 到某一天，回车打开当天的事项，F9 只看一个组织或一类事项。",
        "Calendar: a cell a day, letters with how many there are: S stages, A anniversaries, D deadlines, N "
        "ends of public notice, P ends of periods, L study plans, M meetings and events; > is the working "
        "date, red a day off. Arrows change the day, PgUp and PgDn or F7 and F8 the month, Ctrl+G goes to a "
        "date, Enter opens what a day has, F9 narrows to a unit or a sort of entry.",
    ),
    "WorklistScreen": Label(
        "待审核：每行一个组织的一类记录，有多少条、其中几条缺项、最早的日期和等候的天数；第一行是全部。回车逐条查看，"
        "空格选定几行，F7 整组审核，缺项的保持原状并列出；F9 以普通列表查看。",
        "To approve: a row a unit and kind: how many records, how many of them lack something, the earliest "
        "date and how long they have been here; the first row is everything. Enter looks at them one by one, "
        "Space marks rows, F7 approves whole groups (what lacks something stays and is listed), F9 shows an "
        "ordinary list.",
    ),
    "ReviewScreen": Label(
        "逐条查看：一栏是待审核的记录，另一栏是光标所在记录的内容、附件和检查结果（x 错误，- 缺项，! 提示）。"
        "F7 审核，F4 退回并写明原因，空格选定多条，F9 全部审核，回车打开表单，Tab 到内容栏滚动。",
        "One by one: the records that wait, and beside them what the one under the cursor holds, its files "
        "and what the checks say (x error, - missing, ! warning). F7 approves, F4 sends back with a reason, "
        "Space marks several, F9 approves all of them, Enter opens the form, Tab goes to the text to scroll.",
    ),
    "MechanismScreen": Label(
        "各项工作：上面几行是总的情况，下面每行一个对象；回车打开对应的记录（测试竞赛看名次，简报看全年各周）。"
        "F2 按本行情况起草记录（如由督查问题起草整改通知），存不存由您定；F4 筛选，F7、F8 换期，F11 图表，F9 "
        "只看一个组织、换其他工作。",
        "Work of the office: how it stands as a whole above, a line for each below; Enter opens the records "
        "behind a line (of a test its ranks, of briefings the weeks of the year). F2 drafts the record that "
        "a line calls for (a notice from a finding); it is yours to save or not. F4 filters, F7 and F8 "
        "change the period, F11 shows a picture, F9 narrows to a unit or goes elsewhere.",
    ),
    "AssessmentScreen": Label(
        "五方面考核：每行一人，已考核的显示得分，未考核的显示建议分（按记录算出）；下面是光标所在人员每方"
        "面的依据，回车打开背后的记录。在人员上回车打开考核，没有的按建议分起草；F2 全部起草，F7、F8 换年"
        "度，F9 按组织排列、更新等次、民主评议，F11 等次图。改动建议分要写明原因。",
        "Five-aspect assessment: a line a person, with the scores given or else those suggested from the "
        "records; below, what each aspect of the one under the cursor rests on; Enter opens the records "
        "behind it. Enter on a person opens the assessment, or begins one as suggested; F2 begins them "
        "all, F7 and F8 change the year, F9 orders by unit, brings grades up to date and leads to the "
        "democratic evaluation, F11 shows the grades as a picture. A score other than the suggested one "
        "needs a reason.",
    ),
    "EvaluationScreen": Label(
        "民主评议：每行一个组织；下面是每名党员的票数、已定等次和按票数的建议（半数以上有效票评为该等次或"
        "更高）。回车打开评议记录，没有的按党员名单新建；F2 把建议等次填入尚未评定的各行，是否审核由您定"
        "。",
        "Democratic evaluation: a line a unit; below, each member's ballots, the result, and the one "
        "that the counts suggest (more than half of the valid ballots gave it or a better one). Enter "
        "opens the record, or begins one with the members; F2 fills in the proposed results where there "
        "is none; approving is yours.",
    ),
    "SelectionScreen": Label(
        "评先选优：上面是各项推荐和下一步工作（推荐、考察、公示五个工作日、决定、表彰），接着是按名次可推"
        "荐的人员或组织；下面是不宜推荐的情形。回车打开推荐或新建推荐，F2 办下一步（如填写公示日期、登记"
        "表彰），F9 起草表彰决定，F7、F8 换年度。",
        "Selection: nominations and what comes next for each (vetting, five working days of public "
        "notice, decision, award), then who could be nominated by rank; at the foot what speaks against "
        "the one under the cursor. Enter opens a nomination or begins one, F2 takes the next step (the "
        "notice's dates, the award), F9 begins the decision on all who are ready, F7 and F8 change the "
        "year.",
    ),
    "CoverageScreen": Label(
        "达标覆盖：上面四类对象各有多少达标、逐年进度；中间是所选类别每个对象按记录核算的结果和办公室的认"
        "定，下面是各项条件和数据，回车打开背后的记录。F2 按核算结果生成认定（待审核，审核后才计入），F9 "
        "换类别，F7、F8 换年度。",
        "Coverage: how many of each of the four categories qualify, year by year; then everybody of the "
        "category chosen, judged from the records, with the office's word; below, each condition with "
        "its figure, Enter opening the records behind it. F2 makes designations of what was worked out "
        "(they wait, and count once verified), F9 changes the category, F7 and F8 the year.",
    ),
    "MatrixScreen": Label(
        "规则对照表：行是人员或党组织，列是各条规则（当前各期或指定期间）或一条规则的各期；第一行是达标"
        "数与应考核数。回车打开背后的记录，在合计行打开尚未达标的；F2 个人或组织的达标情况，F4 按姓名、"
        "拼音筛选，F7、F8 换期或换规则，F11 在规则与各期之间切换，Ctrl+U 换行，Ctrl+G 输入期间，Ctrl+E "
        "导出，F9 按组织、范围、状态筛选。",
        "Rule matrix: rows are people or units, columns the rules (now or in a period) or the periods "
        "of one rule; the first row is met of judged. Enter opens the records behind a cell, in the "
        "first row those who have not met it yet; F2 the dashboard of the row, F4 filters by name or "
        "pinyin, F7 and F8 change the period or the rule, F11 turns from rules to the periods of one "
        "and back, Ctrl+U changes the rows, Ctrl+G takes a period, Ctrl+E exports, F9 narrows to a "
        "unit, a scope or a state.",
    ),
    "PersonBoard": Label(
        "个人达标情况：约束此人的每条规则，本期做到多少、还差什么、历期如何；下面是光标所在规则的要求和"
        "图。回车打开计入的记录，F2 学习档案，F4 同组织人员在本条的对照表，F7、F8 换年度，F9 登记免学等"
        "，F11 图表。",
        "How a person stands: every rule that binds them, how far it is in this period, what is "
        "missing and how it went; below, the rule under the cursor in words and as a picture. Enter "
        "opens the records that count, F2 the study archive, F4 the rule's matrix of the same unit, F7 "
        "and F8 change the year, F9 has more (an exemption, for one), F11 shows the picture.",
    ),
    "UnitBoard": Label(
        "组织达标情况：本组织的规则，“十个一”及其依据，所属人员各有几项达标、滞后、未达标，近几周的集"
        "体学习和简报。F4 换栏，回车打开计入的记录或人员的达标情况，F2 学习档案，F7、F8 换年度，F9 对照"
        "表等，F11 图表。",
        "How a unit stands: its rules, the Ten Ones with what proves them, its people with how many "
        "standings are met, behind and failed, and the last weeks of group study and briefings. F4 "
        "goes to the next part, Enter opens the records that count or somebody's dashboard, F2 the "
        "study archive, F7 and F8 change the year, F9 leads to the matrix, F11 shows the pictures.",
    ),
    "RulesScreen": Label(
        "规则一览：方案的 47 条规则、“十个一”中原文缺失的两项、五方面考核的分值、现行免学；下面是方案"
        "原意和办公室历次设定。F2 按现行规定起草一份设定（从下一期起，审核后生效），F7 起草免学，回车列"
        "出本条的设定，F4 本条的对照表。",
        "Rule book: the plan's 47 rules, the two of the Ten Ones whose wording is lost, the "
        "assessment's points, the exemptions in force; below, what the plan says and what the office "
        "has set. F2 drafts a setting of what is in force (from the next period on; it holds once "
        "verified), F7 an exemption, Enter lists the settings of the rule, F4 opens its matrix.",
    ),
    "SearchScreen": Label(
        '检索：输入两个字以上即可，多个词之间用空格；"词组" 加引号，-词 表示不含，还可写 类别: 单位: '
        "人员: 状态: 与日期范围。下面（宽屏在旁边）是光标所在记录的内容，所找的词有标记；Tab 到那里滚动。",
        'Search: words of two characters or more, "a phrase" in quotation marks, -word for without, '
        "and kind: unit: person: status: or a span of dates. Below (on a wide screen beside them) is the "
        "record under the cursor, with the words marked; Tab goes there to scroll.",
    ),
    "ImportScreen": Label(
        "导入：先 F2 试运行，看清将采用、拒收和需确认的内容；F9 逐项查看表格、问题和拒收的行，所作选择存入"
        "对照文件，下次自动找到；再 F7 正式导入。重复导入不会产生重复记录；F8 查看以往导入，可以撤回。",
        "Import: a dry run (F2) first; it says what would be taken, refused and asked. F9 goes through the "
        "tables, the questions and the refused rows; what is chosen there is kept in a mapping file that is "
        "found again by itself. F7 brings it in. The same import again changes nothing; F8 shows earlier "
        "imports, which can be taken back.",
    ),
    "ImportTables": Label(
        "导入的表格：每行一张表，“把握”说明识别得有多准——表头是否认得、内容是否合适、标题是否点明；低的排在"
        "最前。按回车打开一张表，核对或改动各列对应的字段。",
        "The tables of an import, a row each. How sure the recognition is follows from the headings that "
        "are known, the values that fit and the title; the least sure stand first. Enter opens one, to look "
        "at or change where its columns go.",
    ),
    "ImportTable": Label(
        "一张表：左（上）是各列对应的字段，右（下）是开头几行。在列上按回车改对应的字段；在行上按回车指定表头"
        "所在行；F4 改类别，F8 设定年份、单位、空白沿用等。F2 试运行，F7 存入对照文件，来年同样的表不必"
        "再设。",
        "One table: where its columns go, beside its first rows. Enter on a column sends it to another "
        "field, on a row says that it holds the headings; F4 changes the kind, F8 the year, the unit, blanks "
        "filled from above and more. F2 tries it; F7 keeps it in the mapping file, so that next year's table "
        "needs no work.",
    ),
    "ImportPapers": Label(
        "导入的文章材料：每行一份，存疑的、要答复的在前。回车改它的类别、作者、日期、题目、单位，或不收、或恢复为自动识别；"
        "所作选择即存入对照文件，并重新试运行。",
        "The papers of an import, a row each, those with a doubt first. Enter changes kind, author, date, "
        "title or unit of one, leaves it out, or leaves it to recognition again; what is chosen is in the "
        "mapping file at once, and the import runs again on trial.",
    ),
    "ImportQuestions": Label(
        "待答复的问题，一次一题：按数字或回车选定，F4 另选人员或单位（可输拼音），Del 这一行不收，F8 以后"
        "再答。同一写法可以一次答复所有的行。每答一题即存入对照文件；答完按 F2 重新试运行。",
        "Questions, one at a time: a figure or Enter answers, F4 finds another person or unit (pinyin "
        "will do), Del leaves the row out, F8 leaves it for later. What a name means may be said once for "
        "all rows. Each answer is in the mapping file at once; F2 runs the import again.",
    ),
    "ImportRefused": Label(
        "拒收的行：附拒收原因；F8 改看存疑采用的行，回车看原件所载。F7 打开拒收文件：按原表的列写出，改正后"
        "可直接导入。",
        "Refused rows: each with the reason; F8 shows those taken with a doubt, Enter the row as printed. "
        "F7 opens the reject file: the rows in the source's own columns, which is brought in once they are "
        "mended.",
    ),
    "DocumentScreen": Label(
        "公文：左边选文种，右边填条件（带 * 的必填）。F7 预览文字和提示，不存档、不编号；宽屏时预览就在旁边。"
        "F2 生成 Word 文件并存为“已出文件”，F4 选文件夹，F9 查看已出文件。一次涉及多人时逐份生成，按 Esc "
        "停在两份之间。",
        "Documents: choose one on the left and its options on the right (* is needed). F7 shows its text and "
        "warnings without keeping or numbering anything; on a wide screen that stands beside it. F2 makes "
        "the Word file and keeps it as issued, F4 chooses the folder, F9 lists those issued. For many people "
        "a paper each is made; Esc stops between two.",
    ),
    "MadeScreen": Label(
        "生成结果：每行一份，未生成的在最上面；下面是光标所在一份的路径和提示。回车用系统程序打开文件，F7 "
        "打开所在文件夹，F4 把路径交给终端的剪贴板。",
        "What was made: a line a paper, those that failed on top; below, the path and the warnings of the "
        "one under the cursor. Enter opens the file in the system's program, F7 its folder, F4 hands the "
        "path to the terminal's clipboard.",
    ),
    "IssuedScreen": Label(
        "已出文件：最新的在上，“状态”说明现在的记录与当时所印是否一致（…表示正在核对）。回车看原文，F2 "
        "按现在的记录重新生成，F7 另存所存文件，F8 原样重印并核对逐字节一致，F11 只看过时的，F4 筛选，F9 依据"
        "记录等。",
        "Issued documents: newest first; the state says whether the records still say what was printed (… "
        "while that is found out). Enter shows the text, F2 makes it anew from the records of today, F7 "
        "saves the kept file, F8 lays it out once more and sees that it is the same byte for byte, F11 "
        "shows outdated ones only, F4 filters, F9 leads to the record behind it.",
    ),
    "JumpList": Label(
        "直接输入拼音或首字母即到该项，例如 r 到“荣誉证书”；上下键移动，回车选定。",
        "Typing goes to the line that begins so, by words, pinyin or initials; arrows move, Enter chooses.",
    ),
    "PaperScreen": Label(
        "文件的文字：提示（!）和问题（x）在最前面，接着是正文；上下键、翻页键滚动，Esc 返回。",
        "The text of a paper: what to look at (!) and what is wrong (x) first, then what is printed; arrows "
        "and page keys scroll, Esc goes back.",
    ),
    "ReferenceEditor": Label(
        "引用：此栏指向另一条记录。直接输入姓名、拼音或首字母，或按回车选择；Del 清除，Ctrl+O 打开该记录。",
        "Reference: the field names another record. Type a name, pinyin or initials, or press Enter; Del "
        "clears it, Ctrl+O opens the record.",
    ),
    "ListEditor": Label(
        "多项：此栏可有几项，回车或直接输入即添加，Del 移除，Alt+上下 调整次序。",
        "List: the field holds several; Enter or typing adds, Del removes, Alt+Up/Down change the order.",
    ),
    "LongTextArea": Label(
        "长文：F11 全屏编辑；Ctrl+左右 按字移动。",
        "Long text: F11 gives it the whole screen.",
    ),
    "RowsEditor": Label(
        "表格：回车编辑一行，F4 添加（首栏为人员时可一次选多人），Del 删除一行，Alt+上下 调整次序。",
        "Table: Enter edits a row, F4 adds (several people at once where the first column is a "
        "person), Del removes, Alt+Up/Down change the order.",
    ),
    "FilingScreen": Label(
        "归档：一个年度的文件按将编的档号排列（先保管期限，后机构或问题，再日期），下面是不归档的及其原因。"
        "F2 归档全部所列，F7、F8 换年度，回车打开记录；F9 更多：归档方案、目录、已归档的记录、重要程度、"
        "期满处置。",
        "Filing: the papers of a year in the order of the codes they would get (period, office or matter, "
        "date), then what is left out and why. F2 files all that is listed, F7 and F8 change the year, Enter "
        "opens the record; F9 has more: the filing scheme, the catalogue, what is filed already, a paper's "
        "importance, the disposal of what has outlived its period.",
    ),
    "DisposalScreen": Label(
        "期满处置：保管期满的已归档记录，按档号排列。回车打开记录，空格选择要处置的（Ctrl+A 全选），"
        "鉴定后继续保存的不选；F2 处置所选，先问批准人、文号和批准日期。"
        "不会删除任何内容：记录作废，档号和目录中的一行保留。",
        "Disposal: the filed records whose period has ended, in the order of their codes. Enter opens one, "
        "Space marks those that go (Ctrl+A all of them), those kept on stay unmarked; F2 disposes of "
        "what is marked, asking first who approved it, in which document and when. Nothing is deleted: the "
        "records become void, and keep their codes and their lines in the catalogue.",
    ),
    "CheckScreen": Label(
        "检查档案：逐一核对日志、历史版本、引用、附件、编号和数据库，每行一个问题（x 错误，! 提示），上方写明"
        "光标所在问题的处理办法。回车打开该记录，F9 重新检查，Esc 停止并返回。检查不改动任何内容。",
        "Check the archive: journal, versions, references, attachments, numbers and the database are gone "
        "through; a row a finding (x error, ! to look at), what to do about it above. Enter opens the "
        "record, F9 checks again, Esc stops and leaves. Nothing is changed by it.",
    ),
    "JournalScreen": Label(
        "操作日志：每行一次操作，最近的在前：何时、何人、做了什么、来自哪台机器。F4 按文字筛选，"
        "回车打开有关记录，F9 读取更早的记载。",
        "Journal: a row for each thing done, the newest first: when, who, what, from which machine. F4 "
        "filters by words, Enter opens the record, F9 reads older entries.",
    ),
    "KeysScreen": Label(
        "全部快捷键：每行一项操作，F4 按文字、拼音、按键或名称筛选。回车改键（几个键用逗号隔开），Del 恢复"
        "出厂的键；改动写入数据文件夹的 keys.toml，文件中的错误列在上面。",
        "All keys: a line an action; F4 filters by words, key or name. Enter changes the keys (commas "
        "between several), Del gives back those of delivery; changes go into keys.toml in the data "
        "folder, whose faults are listed above.",
    ),
}

#: All there are.
TEXTS: Mapping[str, Label] = {**_PAGES, **BOXES, **GENERAL}
_SPECIAL: Mapping[str, Label] = {**_PAGES, **BOXES}


def name_of(kind: type[object], texts: Mapping[str, Label] = TEXTS) -> str:
    """The name under which something is said of a class, or of the one it builds upon; empty: nothing is."""
    return next((each.__name__ for each in kind.__mro__ if each.__name__ in texts), "")


def text_for(screen: Screen[Any], focused: Widget | None, lang: str) -> list[str]:
    """What to say with the cursor there: first about the widget, then the screen, then widgets in general.

    The keys it names are those of now.
    """
    inside = [type(node) for node in (focused, *focused.ancestors) if node is not screen] if focused else []
    inside = [kind for kind in inside if kind.__module__.startswith("tui.")]
    names = [name_of(kind, _SPECIAL) for kind in (*inside, type(screen))]
    names += [name_of(kind, GENERAL) for kind in inside]
    places = (*inside, type(screen), type(screen.app))
    return [as_bound(TEXTS[name].text(lang), places) for name in dict.fromkeys(names) if name]
