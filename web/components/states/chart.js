import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import "../chart.js";
import { states } from "./states.js";

const NOON = Date.parse("2026-11-30T12:00:00+09:00"), HOUR = 3_600_000;

/** @param {number} many @param {number} step milliseconds */
const times = (many, step) => Array.from({ length: many }, (_, i) => NOON - (many - 1 - i) * step);
/** @param {number} many @param {number} middle @param {number} wide @param {number} turns */
const wave = (many, middle, wide, turns) => Array.from({ length: many }, (_, i) =>
  Math.round((middle + wide * Math.sin(i / many * 6.283 * turns) + wide * 0.2 * Math.sin(i * 1.7)) * 10) / 10);
const whole = (/** @type {number[]} */ values) => values.map(value => Math.max(0, Math.round(value)));

const GAPS = wave(48, 32, 9, 2).map((value, i) => i > 17 && i < 24 || i === 30 || i === 32 ? null : value);
const speed = () => t("평균 속도", "Mean speed"), people = () => t("보행자", "People"), cars = () => t("차량", "Vehicles");
const limits = () => [{ at: 50, name: t("제한", "limit"), state: "danger" }, { at: 40, name: t("주의", "attention") }];
const week = () => t(["월", "화", "수", "목", "금", "토", "일"], ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
const hours = () => Array.from({ length: 24 }, (_, i) => t(`${i}시`, `${i}:00`));

/** @param {() => Partial<import("../chart.js").CityChart>} what */
const chart = what => () => {
  const { kind = "line", label = "", unit = "", times: when = [], series = [], categories = [], thresholds = [] } = what();
  return html`<div class="card"><city-chart kind=${kind} label=${label} unit=${unit} .times=${when} .series=${series}
    .categories=${categories} .thresholds=${thresholds}></city-chart></div>`;
};

states("city-chart", {
  "lines and limits": chart(() => ({ label: t("세종대로", "Sejong-daero"), unit: "km/h", times: times(96, HOUR / 4),
    thresholds: limits(), series: [{ name: speed(), values: wave(96, 33, 12, 2) },
      { name: t("상위 15%", "85th percentile"), values: wave(96, 44, 9, 2) }] })),
  "two scales": chart(() => ({ label: t("호출과 응답 시간", "Calls and latency"), times: times(48, HOUR / 4),
    thresholds: [{ at: 900, name: t("경보", "alarm"), state: "danger", right: true }],
    series: [{ name: t("호출", "Calls"), values: whole(wave(48, 20, 15, 2)) },
      { name: t("응답 시간(ms)", "Latency (ms)"), values: wave(48, 420, 200, 3), right: true }] })),
  "gaps": chart(() => ({ label: speed(), unit: "km/h", times: times(48, HOUR / 2), series: [{ name: speed(), values: GAPS }] })),
  "months": chart(() => ({ label: t("징수액", "Collected"), unit: t("원", "KRW"), times: times(220, 24 * HOUR),
    series: [{ name: t("징수액", "Collected"), values: whole(wave(220, 2_400_000, 900_000, 3)) }] })),
  "one": chart(() => ({ label: speed(), unit: "km/h", times: times(1, HOUR), series: [{ name: speed(), values: [31.5] }] })),
  "all the same": chart(() => ({ label: people(), unit: t("명", "people"), times: times(12, HOUR),
    series: [{ name: people(), values: Array(12).fill(0) }] })),
  "none": chart(() => ({ label: speed() })),
  "bars": chart(() => ({ kind: "bars", label: t("한 주", "A week"), unit: t("명", "people"), categories: week(),
    thresholds: [{ at: 3500, name: t("용량", "capacity") }],
    series: [{ name: people(), values: [1204, 1310, 1288, 1402, 1533, 2210, null] },
      { name: cars(), values: [3204, 3390, 3312, 3280, 3605, 2410, 1890] }] })),
  "many bars": chart(() => ({ kind: "bars", label: t("하루 민원", "Cases of a day"), unit: t("건", "cases"),
    categories: hours(), series: [{ name: t("민원", "Cases"), values: whole(wave(24, 12, 11, 1)) }] })),
  "in a sentence": () => html`<p class="card">${t("대기", "Waiting")} <city-chart kind="spark" label=${t("대기열", "Queue")}
    .series=${[{ name: t("대기열", "Queue"), values: wave(30, 8, 6, 2) }]}></city-chart> 12,
    <city-chart kind="spark" label=${t("빈 선", "Nothing")}></city-chart></p>`,
});
