"use strict";

// The board's tabs.

const TABS = [["units", "단말", "units", openUnits, () => true], ["updates", "업데이트", "updates", openUpdates, () => true],
  ["views", "영상 열람 기록", "who looked", openViews, () => may("auditor")]];
// Pictures close when nobody has touched the page for a while; the list goes on, for it is watched at night.
desk({ tabs: TABS, covered: false, idle: { after_ms: 10 * 60 * 1000, then: () => forgetFrame() } });

signIn();
