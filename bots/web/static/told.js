/** The chat's own words in both languages, and how it tells times. */

export const WORDS = {
  zh: {
    you: "您", assistant: "助手", wait: "正在查找…", sources: "依据", page: (n) => `第 ${n} 页`, official: "官方原文",
    force: (from, to) => [from && `自 ${from} 起施行`, to && `至 ${to} 失效`].filter(Boolean).join("，"),
    superseded: "已有更新的版本", slots: "可预约的时间", otherSlots: "可选时间", actions: "请选择", links: "相关链接", files: "附件",
    picture: (name) => `图：${name}，数据见文字部分`,
    network: "网络连接中断，没有收到完整的答复。您写的内容已保留，可以重试。", refused: "消息没有被接受，请修改后重试。", retry: "重试",
    edit: "修改", lost: "无法载入之前的对话，请检查网络后重试。",
    propose: { book: "请确认预约", cancel: "请确认取消", move: "请确认改期", register: "请确认报名", other: "请确认" },
    status: {
      held: "已为您暂留", pending: "等待工作人员确认", confirmed: "预约已确认", declined: "未获批准", cancelled: "预约已取消",
      expired: "暂留已过期", attended: "已到场", no_show: "未到场", registered: "报名成功", waitlisted: "已列入候补", offered: "有名额可确认",
    },
    staff: "工作人员", toAssistant: "回到自动助手",
    holder: { person: "工作人员正在与您对话，自动助手暂停作答。", waiting: "已转给工作人员，请稍候；自动助手暂停作答。" },
    id: "编号", time: "时间", zone: "时区", expires: "保留至", position: "候补顺序", newTab: "（在新标签页打开）",
  },
  en: {
    you: "You", assistant: "Assistant", wait: "Looking it up…", sources: "Sources", page: (n) => `p. ${n}`,
    official: "Official source", superseded: "A newer version exists",
    force: (from, to) => [from && `in force from ${from}`, to && `until ${to}`].filter(Boolean).join(" "),
    slots: "Available times", otherSlots: "Times", actions: "Please choose", links: "Links", files: "Attachments",
    picture: (name) => `Picture: ${name}; its figures are in the text`,
    network: "The connection was lost before the whole answer came. What you wrote is kept; please try again.",
    refused: "The message was not accepted; change it and try again.", retry: "Try again", edit: "Edit",
    lost: "The earlier conversation could not be loaded; check the network and try again.",
    propose: {
      book: "Please confirm the booking", cancel: "Please confirm the cancellation", move: "Please confirm the new time",
      register: "Please confirm the registration", other: "Please confirm",
    },
    status: {
      held: "Held for you", pending: "Waiting for staff approval", confirmed: "Booking confirmed", declined: "Not approved",
      cancelled: "Booking cancelled", expired: "The hold has expired", attended: "Attended", no_show: "Not attended",
      registered: "Registered", waitlisted: "On the waiting list", offered: "A place is offered",
    },
    staff: "Staff", toAssistant: "Back to the assistant",
    holder: { person: "A person is in this conversation; the assistant is silent.", waiting: "Waiting for a person; the assistant is silent." },
    id: "Number", time: "Time", zone: "Time zone", expires: "Held until", position: "Place in line",
    newTab: " (opens in a new tab)",
  },
};

/** The wall clock of an ISO time where it takes place: in `zone` if it is known, else at the offset it is written with. */
export function clock(iso, zone, lang, options) {
  const offset = /(Z|[+-]\d\d:?\d\d)$/.exec(iso)?.[0] ?? "";
  const locale = lang === "zh" ? "zh-CN" : "en-GB";
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone || undefined }).format(
      zone ? new Date(iso) : new Date(iso.slice(0, iso.length - offset.length)));
  } catch {
    return iso;
  }
}

const DAY = { year: "numeric", month: "long", day: "numeric", weekday: "long" };
export const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

export function span(starts, ends, zone, lang) {
  const till = ends ? `–${clock(ends, zone, lang, HOUR)}` : "";
  return `${clock(starts, zone, lang, DAY)} ${clock(starts, zone, lang, HOUR)}${till}`;
}

export function zoneName(iso, zone, lang) {
  if (!zone) return `UTC${/[+-]\d\d:\d\d$/.exec(iso)?.[0] ?? ""}`;
  try {
    const parts = new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", { timeZone: zone, timeZoneName: "long" }).formatToParts(new Date(iso));
    return `${parts.find((part) => part.type === "timeZoneName").value} (${zone})`;
  } catch {
    return zone;
  }
}

/** A slot's label cut into its day and its time, or null when it has no time of day. */
export function cut(label) {
  const found = /^(.*?)[\s,，·]*(?:\bat\s+)?(\d{1,2}[:：]\d{2}.*)$/.exec(label);
  return found?.[1] ? { day: found[1], time: found[2] } : null;
}
