"use strict";

// The desk's tabs.

desk({ tabs: [
  ["rounds", "회차", "Rounds", openRounds, () => may("steward", "panel", "auditor")], ["buyers", "구매자", "Buyers", openBuyers, () => may("steward", "auditor")],
  ["counter", "창구", "Counter", openCounter, () => may("steward")],
] });
switchLanguage();
signIn();
