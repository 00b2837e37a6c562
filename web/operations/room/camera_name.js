// What a camera is called, wherever it is named.

/** By its address; several of one pole by their number.
 * @param {{road_address: string, lot_address: string, institution: string, number: number, of_row: number}} camera */
export const cameraName = ({ road_address: road, lot_address: lot, institution, number: one, of_row: all }) =>
  `${road || lot || institution}${all > 1 ? ` (${one}/${all})` : ""}`;
