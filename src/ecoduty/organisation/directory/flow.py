"""The act table of the directory: everything that may happen to a body, its posts and the people in them."""

from __future__ import annotations

from ecoduty.kernel.flow import Act, ActTable, State, Who, register
from ecoduty.kernel.flow.table import START
from ecoduty.organisation.directory import acts, data, enrolling, guards, joining, succession
from ecoduty.organisation.directory.relations import IN_OFFICE
from ecoduty.organisation.directory.states import ACTIVE, DISSOLVED, OFFICE_KINDS, OWN_KINDS, SYSTEM_ADMINISTRATOR
from ecoduty.organisation.directory.store import BodyStore

STATES = (State(ACTIVE, "在设", open=False), State(DISSOLVED, "已撤销", open=False, main=False))

PLATFORM = Who("system", (), "平台")
OFFICE = Who("committee_office", OFFICE_KINDS, "环委办主任、经办人")
OWN = Who("own_body", OWN_KINDS, "本单位主要负责人或机构管理员")
SELF = Who("own_body", (), "本人")
FOUNDERS = (PLATFORM, Who(IN_OFFICE, (*OFFICE_KINDS, SYSTEM_ADMINISTRATOR), "市环委办主任、经办人或系统管理员"))
KEEPERS = (PLATFORM, OFFICE)
OWN_OR_KEEPERS = (PLATFORM, OFFICE, OWN)
# The system administrator sets up units and posts; who holds a post is not his to say.
ADMINISTRATOR = Who("administrator", (SYSTEM_ADMINISTRATOR,), "系统管理员")
WITH_LEADERS = ("city", "district")  # levels that leaders of this city answer for

ESTABLISH = Act(
    "establish", "设立机构", (START,), ACTIVE, FOUNDERS, data=data.Establish, effect=acts.establish,
    guards=(guards.keeps_the_directory,), hint="登记一个机构及其岗位。",
)  # fmt: skip
RENAME = Act(
    "rename", "更名", (ACTIVE,), None, KEEPERS, data=data.Rename, effect=acts.rename,
    guards=(guards.since_not_ahead, guards.after_present_name), hint="旧名称保留，按日期仍可查到。",
)  # fmt: skip
REVISE = Act(
    "revise", "更正登记信息", (ACTIVE,), None, KEEPERS, data=data.Revise, effect=acts.revise,
    guards=(guards.something_given, guards.bodies_known), hint="只填要改的项目。",
)  # fmt: skip
ARRANGE = Act(
    "arrange", "调整归属", (ACTIVE,), None, KEEPERS, data=data.Arrange, effect=acts.arrange,
    guards=(guards.bodies_known, guards.not_above_itself), hint="上级主管部门和对口部门按整份名单填写。",
)  # fmt: skip
DISSOLVE = Act(
    "dissolve", "撤销机构", (ACTIVE,), DISSOLVED, KEEPERS, data=data.Dissolve, effect=succession.dissolve,
    guards=(guards.until_not_ahead, guards.bodies_known, *succession.DISSOLUTION),
    hint="在任人员同日免去；未办结的事项转由承接单位办理。",
)  # fmt: skip
NAME_SUCCESSOR = Act(
    "name_successor", "登记承接单位", (DISSOLVED,), None, KEEPERS, data=data.NameSuccessor,
    effect=succession.name_successor,
    guards=(succession.NO_SUCCESSOR_YET, guards.bodies_known, *succession.SUCCESSOR),
    hint="撤销时没有登记承接单位的补登；留下的未办结事项随即转过去。",
)  # fmt: skip
FOLLOW_SUCCESSOR = Act(
    "follow_successor", "随机构撤销调整归属", (ACTIVE,), None, (PLATFORM,), data=data.FollowSuccessor,
    effect=succession.follow_successor, aside=True,
)  # fmt: skip
ADD_UNIT = Act(
    "add_unit", "增设内设机构", (ACTIVE,), None, (*OWN_OR_KEEPERS, ADMINISTRATOR), data=data.AddUnit, effect=acts.add_unit,
    guards=(guards.unit_open,),
)  # fmt: skip
CLOSE_UNIT = Act(
    "close_unit", "撤销内设机构", (ACTIVE,), None, (*OWN_OR_KEEPERS, ADMINISTRATOR), data=data.CloseUnit, effect=acts.close_unit,
    guards=(guards.unit_there, guards.unit_empty),
)  # fmt: skip
ADD_POST = Act(
    "add_post", "增设岗位", (ACTIVE,), None, (*KEEPERS, ADMINISTRATOR), data=data.AddPost, effect=acts.add_post,
    guards=(guards.post_key_free, guards.unit_of_post_there), hint="岗位决定能办什么，由环委办登记。",
)  # fmt: skip
CLOSE_POST = Act(
    "close_post", "撤销岗位", (ACTIVE,), None, (*KEEPERS, ADMINISTRATOR), data=data.ClosePost, effect=acts.close_post,
    guards=(guards.post_to_close, guards.nobody_in_post),
)  # fmt: skip
APPOINT = Act(
    "appoint", "登记任职", (ACTIVE,), None, OWN_OR_KEEPERS, data=data.Appoint, effect=acts.appoint,
    guards=(
        guards.someone_named, guards.span_forward, guards.post_to_fill, guards.person_known, guards.not_yet_in_it,
        guards.post_vacant,
    ),
    main=True, hint="谁从哪一天起任哪个岗位。",
)  # fmt: skip
END_APPOINTMENT = Act(
    "end_appointment", "登记免职", (ACTIVE,), None, OWN_OR_KEEPERS, data=data.EndAppointment,
    effect=acts.end_appointment, guards=(guards.one_to_end,), hint="所任统筹负责同志和所作委托同日结束。",
)  # fmt: skip
CORRECT_NAME = Act(
    "correct_name", "更正姓名", (ACTIVE,), None, OWN_OR_KEEPERS, data=data.CorrectName, effect=acts.correct_name,
    guards=(guards.person_of_the_body,), hint="同一个人改名或登记有误；换了人请登记免职、任职。",
)  # fmt: skip
MERGE_PERSON = Act(
    joining.MERGE, "合并重复人员", (ACTIVE,), None, KEEPERS, data=data.MergePerson, effect=joining.merge_person,
    guards=joining.JOINING, hint="同一个人登记了两次的，并成一条；不同的人不能合并。",
)  # fmt: skip
PERSON_JOINED = Act(
    "person_joined", "重复人员已合并", (ACTIVE, DISSOLVED), None, (PLATFORM,), data=data.PersonJoined,
    effect=joining.person_joined, aside=True,
)  # fmt: skip
RECORD_CONTACT = Act(
    "record_contact", "登记联系方式", (ACTIVE,), None, OWN_OR_KEEPERS, data=data.RecordContact,
    effect=acts.record_contact, guards=(guards.person_of_the_body, guards.contact_given),
    hint="通知发往这里，只用于发通知。",
)  # fmt: skip
ENROL = Act(
    "enrol", "批量登记任职", (ACTIVE,), None, OWN_OR_KEEPERS, data=enrolling.Enrol, effect=enrolling.enrol,
    hint="用Excel表登记多人，在机构页“导入人员”办理。",
)  # fmt: skip
DESIGNATE_COORDINATOR = Act(
    "designate_coordinator", "确定统筹负责同志", (ACTIVE,), None, OWN_OR_KEEPERS, clauses=("10.2",),
    data=data.DesignateCoordinator, effect=acts.designate_coordinator,
    guards=(
        guards.coordinator_asked_for, guards.in_office, guards.leading_official, guards.coordinator_vacant,
    ),
    hint="本单位一名负责同志，统筹跟踪全部生态环保职责。",
)  # fmt: skip
END_COORDINATOR = Act(
    "end_coordinator", "结束统筹负责同志", (ACTIVE,), None, OWN_OR_KEEPERS, clauses=("10.2",),
    data=data.EndCoordinator, effect=acts.end_coordinator, guards=(guards.coordinator_there,),
    hint="空缺期间环委办收到提醒。",
)  # fmt: skip
ASSIGN_LEADER = Act(
    "assign_leader", "登记分管领导", (ACTIVE,), None, KEEPERS, levels=WITH_LEADERS, clauses=("10.3",),
    data=data.AssignLeader, effect=acts.assign_leader, guards=(guards.leader_known, guards.leader_not_yet),
)  # fmt: skip
END_LEADER = Act(
    "end_leader", "结束分管", (ACTIVE,), None, KEEPERS, levels=WITH_LEADERS, clauses=("10.3",),
    data=data.EndLeader, effect=acts.end_leader, guards=(guards.leader_there,),
)  # fmt: skip
DELEGATE = Act(
    "delegate", "委托代行", (ACTIVE,), None, (*OWN_OR_KEEPERS, SELF), data=data.Delegate, effect=acts.delegate,
    guards=(
        guards.acts_in_person, guards.own_post_or_principal, guards.span_forward, guards.holder_in_office,
        guards.delegate_of_the_body, guards.not_delegated,
    ),
    hint="外出、休假期间由本单位另一人代行；受限办件不随委托转移。",
)  # fmt: skip
END_DELEGATION = Act(
    "end_delegation", "提前结束代行", (ACTIVE,), None, (*OWN_OR_KEEPERS, SELF), data=data.EndDelegation,
    effect=acts.end_delegation, guards=(guards.acts_in_person, guards.own_post_or_principal, guards.delegation_there),
)  # fmt: skip

BODY = register(
    ActTable(
        kind="body",
        label="机构",
        states=STATES,
        acts=(
            ESTABLISH, APPOINT, END_APPOINTMENT, ENROL, CORRECT_NAME, RECORD_CONTACT, DESIGNATE_COORDINATOR, END_COORDINATOR, ASSIGN_LEADER, END_LEADER,
            DELEGATE, END_DELEGATION, RENAME, REVISE, ARRANGE, ADD_UNIT, CLOSE_UNIT, ADD_POST, CLOSE_POST, DISSOLVE,
            NAME_SUCCESSOR, FOLLOW_SUCCESSOR, MERGE_PERSON, PERSON_JOINED,
        ),
        store=BodyStore(),
        clauses=("10.2",),
    )
)  # fmt: skip
