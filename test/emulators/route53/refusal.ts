/** An answer other than 200, thrown by whatever reads or checks a request and turned into XML in one place. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  /** Only where the answer is an element of the name of the code, which holds these. */
  readonly messages: readonly string[] | undefined

  constructor(code: string, message: string, status = 400, messages?: readonly string[]) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.status = status
    this.messages = messages
  }
}

/** The form that Route 53 has answered with since 2024: one Message that is a list in brackets (aws-sdk-kotlin#1435). */
export function invalidChangeBatch(messages: readonly string[]): Refusal {
  return new Refusal('InvalidChangeBatch', `[${messages.join(', ')}]`)
}

/** The form that the API's model describes, and that still comes now and then: no ErrorResponse around it. */
export function modelledInvalidChangeBatch(messages: readonly string[]): Refusal {
  return new Refusal('InvalidChangeBatch', messages.join('; '), 400, messages)
}

export function invalidInput(message: string): Refusal {
  return new Refusal('InvalidInput', message)
}

/** A name that cannot be one: InvalidChangeBatch whose message stands alone, without brackets (external-dns#2839). */
export function invalidName(code: string, explanation: string, name: string): Refusal {
  return new Refusal('InvalidChangeBatch', fatalProblem(code, explanation, name))
}

export function fatalProblem(code: string, explanation: string, value: string): string {
  return `FATAL problem: ${code} (${explanation}) encountered with '${value}'`
}
