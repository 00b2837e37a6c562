// The API of operations.

import { api } from "../../shell/api.js";

export const operations = api("operations");
