declare const brand: unique symbol

/** A `T` that went through the one parser or builder that may make it. */
export type Brand<T, Name extends string> = T & {readonly [brand]: Name}

/** The outcome of reading foreign text: the typed value, or one sentence that says what is wrong with it. */
export type Parsed<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly problem: string}

export function parsed<T>(value: T): Parsed<T> {
  return {ok: true, value}
}

export function problem(text: string): {readonly ok: false; readonly problem: string} {
  return {ok: false, problem: text}
}

/** Closes a `switch`: a new case of the union breaks the build here. */
export function assertNever(value: never): never {
  throw new Error(`bug: unexpected value ${JSON.stringify(value)}`)
}
