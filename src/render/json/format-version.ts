/** Grows only when a field is taken away or changes its meaning; new fields come without (docs/reports.md). */
export const FORMAT_VERSION = 1
