/** The faults a practice can be asked for; the world makes them happen, nothing is pretended. */
export const drills = ['bad-release', 'failing-migration', 'lost-database', 'crash'] as const;
export type Drill = (typeof drills)[number];
