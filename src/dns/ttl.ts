/** RFC 2181 §8. */
export const MAX_TTL_SECONDS = 2_147_483_647

/** What Route 53 gets for a record set whose object asks for no TTL, and for every ownership TXT (external-dns's default). */
export const DEFAULT_TTL_SECONDS = 300
