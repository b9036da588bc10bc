/** Grows only when a field is taken away or changes its meaning; new fields come without (design §2). */
export const FORMAT_VERSION = 1
