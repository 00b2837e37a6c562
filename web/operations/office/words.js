// What codes of operations are called.

/** @typedef {import("../../shell/words.js").Words} Words */

/** @type {Words} */
export const CATEGORIES = { crime: ["범죄", "crime"], environment: ["환경", "environment"], traffic: ["교통", "traffic"],
  disaster: ["재난", "disaster"], facility: ["시설", "facility"] };

/** From the worst. @type {Words} */
export const SEVERITIES = { extreme: ["매우 심각", "extreme"], severe: ["심각", "severe"], moderate: ["보통", "moderate"],
  minor: ["경미", "minor"], unknown: ["모름", "unknown"] };

/** @type {Words} */
export const GROUPS = { operator: ["관제사", "operator"], supervisor: ["관제 책임자", "supervisor"], auditor: ["감사", "auditor"],
  agency: ["협력 기관", "partner agency"] };

/** @type {Words} */
export const STATES = { detected: ["감지", "detected"], acknowledged: ["접수", "acknowledged"], dispatched: ["출동", "dispatched"],
  resolved: ["해결", "resolved"], cancelled: ["취소", "cancelled"], false: ["오인", "false alarm"] };

/** 개인정보 보호법. @type {Words} */
export const BASES = {
  own_purpose: ["설치 목적 (25조①)", "what the camera is for (art. 25①)"], consent: ["동의 (18조②1호)", "consent (art. 18②1)"],
  other_law: ["다른 법률 (18조②2호)", "another law (art. 18②2)"],
  urgent_danger: ["급박한 생명·신체·재산의 이익 (18조②3호)", "urgent danger (art. 18②3)"],
  commission_decision: ["보호위원회 의결 (18조②5호)", "the commission's decision (art. 18②5)"], treaty: ["조약 (18조②6호)", "treaty (art. 18②6)"],
  investigation: ["범죄 수사 (18조②7호)", "investigation (art. 18②7)"], court: ["재판 (18조②8호)", "court (art. 18②8)"],
  sentence: ["형·감호 집행 (18조②9호)", "sentence (art. 18②9)"], public_safety: ["공공의 안전 (18조②10호)", "public safety (art. 18②10)"],
  person_seen: ["정보주체 열람 (35조)", "the person seen (art. 35)"],
};

/** Why a grant is over. @type {Words} */
export const ENDINGS = { window_over: ["열람 기간이 지났습니다", "its time has passed"], incident_over: ["사건이 끝났습니다", "the incident is over"],
  inactive: ["오래 보지 않았습니다", "nobody looked for a long time"], revoked: ["회수되었습니다", "it was taken back"],
  partner_over: ["기관이 사건을 종결했습니다", "the agency closed its case"] };

/** Bodies that the city knows from the start (`city/operations/bodies.py`); the others are read (`bodies.js`). @type {Words} */
export const ORGANISATIONS = { city: ["시 통합관제센터", "the city's control room"], 112: ["112 치안종합상황실", "Police, 112"], 119: ["119 종합상황실", "Fire, 119"],
  disaster: ["재난안전상황실", "Disaster room"], vulnerable: ["사회적 약자 보호", "Vulnerable people"], moj: ["법무부 위치추적관제센터", "Ministry of Justice"] };

/** How a camera stands to a place. @type {Words} */
export const VERDICTS = { sees: ["보임", "sees it"], may_see: ["보일 수 있음", "may see it"], near: ["가까움", "near"], picked: ["직접 고름", "picked"] };
