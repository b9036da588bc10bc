declare const brand: unique symbol

/** A `T` that came from the one parser or builder that may make it. */
export type Brand<T, Name extends string> = T & {readonly [brand]: Name}

/** The result of reading foreign text: the typed value, or one sentence that says what is wrong. */
export type Parsed<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly problem: string}

export function parsed<T>(value: T): Parsed<T> {
  return {ok: true, value}
}

export function problem(text: string): {readonly ok: false; readonly problem: string} {
  return {ok: false, problem: text}
}

/** Makes a `switch` exhaustive: a new case of the union fails to compile here. */
export function assertNever(value: never): never {
  throw new Error(`bug: unexpected value ${JSON.stringify(value)}`)
}
