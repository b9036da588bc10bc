/** What the object of a host asks for. */
export interface Request {
  /** Empty: it has none yet. */
  readonly addresses: readonly string[]
  /** Other objects may share the host. */
  readonly weight?: number | undefined
}

/** By host. */
export type Requests = Readonly<Record<string, Request>>

/** `192.0.2.1 2001:db8::1`, `without address`, `192.0.2.1 weight 10` */
export function showRequest({addresses, weight}: Request): string {
  return [addresses.join(' ') || 'without address', ...(weight === undefined ? [] : [`weight ${weight}`])].join(' ')
}
