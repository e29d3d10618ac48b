"""What help says about each screen and widget. One pair of texts each, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from records.kind import Label

#: By the name of a screen's or widget's class.
TEXTS: Mapping[str, Label] = {
    "HomeScreen": Label(
        "首页：左边是各类记录及数量，右边是待办与最近改动。回车打开列表，F2 新建，F7 导入，F9 生成公文。",
        "Home: record kinds and their numbers on the left, what waits and what changed last on the "
        "right. Enter opens a list, F2 makes a record, F7 imports, F9 makes documents.",
    ),
    "ListScreen": Label(
        "列表：F4 输入筛选条件，例如 灌溉 2011-03..2011-06 状态:已报 单位:柳树湾。空格选中多条后，F7 "
        "一并审核、Del 一并作废；F8 查看光标所在记录的历史。单击列头排序，Ctrl+G 跳到某一天。",
        "List: F4 filters, for instance: irrigation 2011-03..2011-06 status:submitted "
        "unit:Liushuwan. Mark several with Space, then F7 approves and Del voids them all; F8 shows the "
        "history of one. A click on a heading sorts, Ctrl+G goes to a date.",
    ),
    "FormScreen": Label(
        "表单：带 * 的栏目审核前必填。日期可填 2010-07-03、2010-07、2010年三季度等，下方立即"
        "显示理解的结果。F2 保存；Ctrl+Z 撤销，Ctrl+Y 重做；Alt+左右 或 Ctrl+PgUp/PgDn 换页；F9 更多"
        "操作。键入的内容随时写入草稿，意外退出后下次启动可以接着编辑。",
        "Form: fields with * are needed before approval. Dates may be 2010-07-03, 2010-07, 2010H1 or "
        "2010年上半年; what was understood shows below at once. F2 saves; Ctrl+Z undoes, Ctrl+Y "
        "redoes; Alt+Left/Right or Ctrl+PgUp/PgDn change the section; F9 has more. What you type is "
        "kept as a draft within a moment; after a crash it is offered at the next start.",
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
    "SearchScreen": Label(
        '检索：输入两个字以上即可，多个词之间用空格；"词组" 加引号，-词 表示不含，还可写 类别: 单位: '
        "人员: 状态: 与日期范围。",
        'Search: words of two characters or more, "a phrase" in quotation marks, -word for without, '
        "and kind: unit: person: status: or a span of dates.",
    ),
    "ImportScreen": Label(
        "导入：先 F2 试运行，看清将收入、拒收和需确认的内容，再 F7 正式导入。重复导入不会产生重复记录"
        "；F8 查看以往导入，可以撤回。",
        "Import: a dry run (F2) first; it says what would be taken, refused and asked. F7 brings it "
        "in. The same import again changes nothing; F8 shows earlier imports, which can be taken "
        "back.",
    ),
    "DocumentScreen": Label(
        "公文：选定文种、填写条件，F2 生成 Word 文件；生成的文件连同所用数据存为“已出文件”。",
        "Documents: choose one and its options, F2 makes the Word file; it is kept with the data it "
        "was made from.",
    ),
    "ReferenceEditor": Label(
        "此栏引用另一条记录：直接输入姓名、拼音或首字母，或按回车选择；Del 清除，Ctrl+O 打开所引用的记录。",
        "This field refers to another record: type a name, pinyin or initials, or press Enter; Del "
        "clears it, Ctrl+O opens the record.",
    ),
    "ListEditor": Label(
        "此栏可有多项：回车或直接输入即添加，Del 移除，Alt+上下 调整次序。",
        "This field holds several: Enter or typing adds, Del removes, Alt+Up/Down change the order.",
    ),
    "LongTextEditor": Label(
        "长文：F11 全屏编辑；Ctrl+左右 按字移动。",
        "Long text: F11 gives it the whole screen.",
    ),
    "RowsEditor": Label(
        "表格：回车编辑一行，F4 添加（首栏为人员时可一次选多人），Del 删除一行，Alt+上下 调整次序。",
        "Table: Enter edits a row, F4 adds (several people at once where the first column is a "
        "person), Del removes, Alt+Up/Down change the order.",
    ),
}


def text_for(screen: Screen[Any], focused: Widget | None, lang: str) -> list[str]:
    """What to say with the cursor there: first about the widget, then about the screen."""
    names = []
    if focused is not None:
        names = [type(node).__name__ for node in (focused, *focused.ancestors) if node is not screen]
    found = [TEXTS[name].text(lang) for name in [*names, type(screen).__name__] if name in TEXTS]
    return list(dict.fromkeys(found))
