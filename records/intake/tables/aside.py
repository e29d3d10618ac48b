"""Headings of what many registers tell and no record keeps."""

from __future__ import annotations

_WORDS = (
    "年龄 周岁 籍贯 出生地 家庭住址 住址 现住址 户籍地 党龄 工作时间 参加工作时间 毕业院校 毕业学校 专业",
    "所学专业 婚姻状况 健康状况 邮箱 签字 签名 本人签字 本人签名 盖章 份数 页码 余额 结余 合计 介绍人",
    "现居住地 居住地 户籍所在地 退休 是否退休 等次 准考证号 准考号 楼栋门牌 门牌号 入党介绍人 入党地点",
    "QQ QQ号 邮编 特长 学位 职称 照片 编制 性别 民族 出生年月 职务 职级 职务职级 单位职务 单位及职务",
    "工作单位及职务 学历 文化程度 政治面貌 联系电话 电话 手机 手机号码 固定电话 办公电话 联系方式",
    "身体状况 任教学科 参加工作年月 任现职时间 毕业时间 编制性质 职业 户籍地址 授课人职务 主讲人职务",
    "作者职务 人口 家庭人口 党员数 党员人数 党员总数 正式党员数 预备党员数 女党员数 党小组数",
    "下设党小组数 副书记 组织委员 宣传委员 纪检委员 办公地点 出版社 出版时间 出版日期 定价 单价 存放地点",
    "存放位置 证明人 票据张数 附件张数 单据张数 版面 密级 主送单位 发送范围 领取人签字 检查人签字",
    "表彰单位 表彰机关 授奖单位 颁奖单位 颁发单位 授予单位 命名单位 奖励级别 授牌时间 效果 活动效果",
    "学习效果 谈话效果 宣讲效果 培训效果 帮扶效果 星期 出勤率 到会率 部门 科室 听课对象 听众对象",
    "课件教案 笔记本数 笔记篇数 篇数 读后感题目 获奖情况 评定等级 采用刊物 上交时间 评分 代表队 是否及格",
    "是否合格 考号 谈话地点 送学方式 组织人 组织者 负责人 联系人 服务时长 受益人数 签发人 审核 制作人",
    "更换人 更新人 督查内容 检查内容 实施时间 修订时间 典型类型 推荐单位 资料份数 发放资料 退休时间",
    "媒体 发表媒体 刊播媒体 委员人数 考勤人 评阅人 保管人 所属网格 老党员签字",
    "原工作单位 原工作单位及职务 原单位 原单位及职务 原职务",
    "居住地址 参学率 满意率 名额 负责工作 分工 介绍信编号 党费交至月份 课件 教案",
)

#: They speak neither for nor against a kind, and rows that have something there deserve no look for it: more
#: of a person, a branch, a book or a receipt that is named beside; how well it went; who signed for what.
#: Where a kind has a field by such a name, the column is that field's. The cells are kept with the record.
ASIDE = frozenset(" ".join(_WORDS).split())
