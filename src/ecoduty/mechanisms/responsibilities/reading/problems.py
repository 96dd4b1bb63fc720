"""What can be wrong with a list file, in words that say where and what to do. Codes are never renamed."""

from __future__ import annotations

SENTENCES = {
    # the file as a whole
    "list_of_another_body": "这份清单看来是{found}的（{where}），不是{own}的，请核对后再导入",
    "list_rows_of_others": "表里还有{names}的{count}行，没有读入",
    "list_without_own_rows": "“部门”栏写的是{names}，没有{own}的行，请核对后再导入",
    "list_empty": "没有读出任何事项。请确认文件里有带表头的清单表格，或“一、”“（一）”编号的事项",
    "list_too_many_rows": "清单超过{most}行，只读了前{most}行，请拆成几个文件",
    "list_sheet_skipped": "工作表“{sheet}”不像清单，没有读",
    "list_table_skipped": "这张表不像清单，没有读",
    "list_boxes_skipped": "文本框里的文字没有读，里面有事项的请移到正文",
    "list_columns_guessed": "没有找到表头，各列是按内容推测的，请逐列核对",
    # cells
    "cell_same_as_nothing": "写了“{text}”，但上面没有可以沿用的内容",
    # rows
    "row_no_name": "这一行没有写事项，没有读入；请补写事项名称，或删去这一行",
    "row_name_long": "事项名称超过{most}个字，已截短，全文放入描述",
    "row_merged_text": "这一行没有事项名称，已并入上一行“{name}”",
    "row_split": "这一格写了{count}件事，已分成{count}行，同一行的依据、科室等各照抄一份，请核对",
    "basis_quoted": "依据栏抄了条文原文（{count}格，这是第一格），只收文件名和条款，没有收原文",
    "row_body_unknown": "名录里没有“{text}”，请写机构全称或简称",
    "row_body_vague": "“{text}”没有指明是哪个部门，请逐个写明",
    "row_body_gone": "“{text}”已不再设置，请改写为在设的机构",
    "row_body_succeeded": "“{text}”已不再设置，按承接单位“{heir}”读入，请核对",
    "row_body_former_name": "“{text}”是“{now}”的旧称，已按现名读入",
    "row_lead_missing": "写的是配合，没有写明由哪个部门牵头",
    "row_not_own": "这一行由{lead}牵头，没有写{own}，请核对是否属于本单位",
    "row_two_parts": "这一行既有本部门负责的，又有配合{lead}的，建议分成两行",
    "row_joint_or_support": "事项写的是会同{names}，配合栏里也写了它，按会同读入，请核对",
    "row_two_leads": "这一行写了{count}个牵头部门：{names}，按共同牵头读入；一件事应由一个部门牵头，请核对",
    "row_role_unclear": "角色“{text}”没有读懂，请写牵头、独立负责、会同、配合、指导或监督",
    "row_field_unknown": "领域“{text}”不在规则书里，请从中选一个：{fields}",
    "row_way_unknown": "履职方式“{text}”不在规则书里，请从中选：{ways}",
    "row_word_unclear": "“{text}”没有读懂，请写{choices}之一",
    "row_openness_reason": "不主动公开的事项要写明理由",
}

__all__ = ["SENTENCES"]
