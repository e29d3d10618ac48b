"""What help says about boxes over a page, and about the widgets in them and on pages: see ``help_texts``."""

from __future__ import annotations

from collections.abc import Mapping

from records.kind import Label

#: By the name of a class; one that builds upon it is meant, too, unless it has a text of its own.
BOXES: Mapping[str, Label] = {
    "Prompt": Label(
        "对话框：Tab 到下一处，回车或 F2 确定，Esc 取消；下边框上列出可用的键，单击也可。",
        "Box: Tab goes to the next place, Enter or F2 answers, Escape cancels; its keys stand on the "
        "lower border, where a click presses them.",
    ),
    "SignInScreen": Label(
        "登录共享服务器：填账号和密码，回车登录。勾选后密码存进本机的钥匙串，下次不再问；"
        "密码不写进任何文件或日志。",
        "Signing in to the shared server: account and password, Enter signs in. Ticked, the password is "
        "kept in this system's keyring and not asked again; it is written to no file and no log.",
    ),
    "TextPrompt": Label(
        "输入框：键入后按回车确定，Esc 取消。下面一行说明键入的内容怎样理解、有什么问题。",
        "Line: type and press Enter, Escape cancels. Below stands what was understood, or what is wrong.",
    ),
    "ChoicePrompt": Label(
        "询问：方向键或 Tab 在几个答案之间移动，回车选定，Esc 不作选择。",
        "Question: arrows or Tab go between the answers, Enter chooses, Escape chooses none.",
    ),
    "OptionPicker": Label(
        "选择：键入名称、拼音或首字母缩小范围，上下键移动，回车选定，Esc 取消。",
        "Choice: letters of the name, its pinyin or initials narrow the list; Up and Down move, Enter "
        "chooses, Escape cancels.",
    ),
    "MenuScreen": Label(
        "菜单：上下键移动，或键入拼音、首字母跳到该项；回车选定，Esc 取消。",
        "Menu: Up and Down move, letters go to the line that begins so; Enter chooses, Escape cancels.",
    ),
    "Palette": Label(
        "命令：这里能做的事都可以找到，各类列表、新建记录、置顶和最近打开的记录也在内。键入名称、拼音或首字母，上下键移动，"
        "回车执行，Esc 关闭。",
        "Commands: everything that can be done from here, the lists of all kinds, new records, pinned "
        "ones and those opened last. Type a name, its pinyin or initials; Up and Down move, Enter does "
        "it, Escape closes.",
    ),
    "PickerScreen": Label(
        "选择记录：键入姓名、名称、拼音或首字母，最近用过的排在前面；上下键移动，回车选定。可选多个时用"
        " F4 逐个标记，再按回车。Esc 取消。",
        "Picker: type letters of a name, its pinyin or initials; those chosen last stand first. Up and "
        "Down move, Enter chooses. Where several may be chosen, F4 marks each, then Enter. Escape "
        "cancels.",
    ),
    "PeopleScreen": Label(
        "成员：工作日期当天属于本组织的人员；回车选定一人，Esc 返回。",
        "Members: who belongs to the unit on the working date; Enter chooses one, Escape goes back.",
    ),
    "FilePicker": Label(
        "选择文件：方向键移动，回车打开文件夹或选定文件，F2 选定光标所在的文件夹，退格键到上一级文件夹，"
        "Esc 取消。",
        "Files: arrows move, Enter opens a folder or chooses a file, F2 chooses the folder under the "
        "cursor, Backspace goes to the folder above, Escape cancels.",
    ),
    "RowScreen": Label(
        "表格的一行：逐栏填写，Tab、回车或上下键换栏，F2 确定并放回表格，Esc 不改。"
        "键入的内容随时写入表单的草稿。",
        "A row of a table: Tab, Enter or Up/Down change the field, F2 puts the row back, Escape leaves it as "
        "it was. What is typed is in the draft of the form at once.",
    ),
    "LongTextScreen": Label(
        "全屏长文：F11、F2 或 Esc 回到表单，内容保留；下面是字数。Ctrl+O 用自己的编辑器（EDITOR）编辑。键"
        "入的内容随时写入表单的草稿。",
        "Long text, the whole screen: F11, F2 or Escape go back to the form with what was typed; the "
        "number of characters stands below. Ctrl+O hands it to your own editor (EDITOR). What is typed "
        "is in the draft of the form at once.",
    ),
    "ConflictScreen": Label(
        "两处改动：别人在您编辑时改了同一栏目。逐栏选定采用哪一个（上下键、空格），Tab 到下一栏；F2 按所"
        "选保存，Esc 回到表单继续编辑，什么也不丢。",
        "Two changes: somebody changed the same fields while you edited. Choose for each which text "
        "stands (Up, Down, Space), Tab goes to the next; F2 saves what was chosen, Escape goes back to "
        "the form, and nothing is lost.",
    ),
    "DraftsScreen": Label(
        "未保存的内容：上次没有保存就退出时键入的。回车打开接着编辑，Del 放弃，Esc 以后再说（下次启动再次"
        "列出）。",
        "Unsaved work: what was typed when xuedang ended without saving. Enter opens it to go on, Del "
        "gives it up, Escape leaves it for the next start.",
    ),
    "RefusedScreen": Label(
        "未能办理的记录：附原因；回车打开一条，改正后 Esc 回到这里，F9 以列表查看全部。",
        "What could not be done: each with the reason; Enter opens a record, Escape leads back here, F9 "
        "shows all as a list.",
    ),
    "ChangePreview": Label(
        "批量修改预览：每行一条记录，改前和改后的内容；不能改的注明原因。F2 或“修改”执行，Esc 不改。",
        "Preview of a change: a line a record with its text before and after, or why it can't be "
        "changed. The button carries it out, Escape changes nothing.",
    ),
    "ColumnsPrompt": Label(
        "列的设置：空格显示或不显示，Alt+上下 调整次序，左右键调整宽度，F2 确定，Esc 取消。",
        "Columns: Space shows or hides one, Alt+Up/Down move it, Left and Right change its width, F2 "
        "takes them, Escape cancels.",
    ),
    "ProgressPrompt": Label(
        "正在办理：显示进度和预计剩余时间；Esc 在当前一组完成后停下，已完成的保留。",
        "Progress: how far it is and how long it will take; Escape stops after the present part, what is "
        "done stays.",
    ),
    "MakingPrompt": Label(
        "正在生成公文：显示份数、速度和预计剩余时间；Esc 在当前一份完成后停下，已生成的保留。",
        "Making papers: how many are made, how fast, and how long it will take; Escape stops "
        "after the present one, those made stay.",
    ),
    "RowPrompt": Label(
        "原件所载：被拒收或存疑的一行的全部单元格；上下键滚动，Esc 返回。",
        "The row as printed: all its cells; Up and Down scroll, Escape goes back.",
    ),
    "HelpScreen": Label(
        "帮助：光标所在栏目和本页的说明，以及此处可用的键；F2 查看并修改全部快捷键，Esc 返回。",
        "Help: about the field under the cursor and the page, and the keys that work here; F2 lists all "
        "keys and changes them, Escape goes back.",
    ),
    "JumpScreen": Label(
        "跳转：键入数字，光标就到标有该数字的地方；其他键返回。",
        "Jump: type a number and the cursor goes to the place that shows it; any other key goes back.",
    ),
    "RawDocumentScreen": Label(
        "完整文档（JSON）：F2 按与表单相同的检查保存，有错时指明行；没有 JSON 对应类型的值带 $ 标记。Esc "
        "回到表单。",
        "The whole document (JSON): F2 saves it through the same checks as the form and names the line "
        "of a fault; values without a type in JSON are marked with $. Escape goes back to the form.",
    ),
    "AttachmentList": Label(
        "附件：F4 添加文件，回车或 Ctrl+O 用系统程序打开副本，Ctrl+E 另存到别处。记录须先保存才能添加附件。",
        "Attachments: F4 adds a file, Enter or Ctrl+O opens a copy in its own program, Ctrl+E saves it "
        "elsewhere. The record must be saved first.",
    ),
    "ChipBar": Label(
        "筛选条件：左右键选择一个条件，回车修改，退格键或 Del 去掉；单击 x 也可去掉。",
        "Conditions of the filter: Left and Right choose one, Enter changes it, Backspace or Del take it "
        "away; a click on its x does, too.",
    ),
    "PartTabs": Label(
        "表单分页：左右键换页，Tab 到本页的栏目。",
        "Sections of the form: Left and Right change the section, Tab goes to its fields.",
    ),
    "MonthGrid": Label(
        "月历：方向键换日，PgUp、PgDn 换月，Home、End 到月初、月末，回车打开当天。",
        "Month: arrows change the day, PgUp and PgDn the month, Home and End go to its first and last "
        "day, Enter opens the day.",
    ),
    "ChoiceEditor": Label(
        "选择栏：回车展开，上下键或键入首字母选择，回车选定；— 表示不填。",
        "Choice: Enter opens the values, arrows or letters choose, Enter takes; — is nothing.",
    ),
    "FlagEditor": Label(
        "勾选：空格打勾或取消。",
        "Box to tick: Space ticks it or takes the tick away.",
    ),
    "SignedCheck": Label(
        "勾选：空格打勾或取消。",
        "Box to tick: Space ticks it or takes the tick away.",
    ),
    "ArrowSet": Label("单选：左右键选定一项。", "One of several: Left and Right choose."),
    "SignedRadio": Label("单选：左右键选定一项。", "One of several: Left and Right choose."),
    "RecordPreview": Label(
        "记录内容：上下键、翻页键滚动，Tab 回到列表。",
        "The record: arrows and page keys scroll, Tab goes back to the list.",
    ),
    "PaperView": Label(
        "文件的文字：上下键、翻页键滚动，Home、End 到开头、末尾。",
        "The text of a paper: arrows and page keys scroll, Home and End go to its ends.",
    ),
}

#: What is said of a widget last, after the page it is on.
GENERAL: Mapping[str, Label] = {
    "VirtualTable": Label(
        "表格：上下键、PgUp、PgDn、Home、End 移动，回车打开，左右键横向移动；可多选时空格选中，Shift+上下"
        "连选。",
        "Tables: arrows, PgUp, PgDn, Home and End move, Enter opens, Left and Right go sideways; where "
        "several can be marked Space does, Shift+Up/Down mark on.",
    ),
    "LineInput": Label(
        "单行输入：左右键、Ctrl+左右（按词）移动，Home、End 到两端，Ctrl+W 删去前一个词；全角数字照常理解。",
        "Lines: Left, Right and Ctrl+Left/Right (by words) move, Home and End go to the ends, Ctrl+W "
        "deletes the word before; full-width figures are understood.",
    ),
}
