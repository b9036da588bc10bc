/** An answer other than 200, thrown while a request is parsed or checked, and converted to XML in one place. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  /** Set only when the answer is an element named after the code, which contains these messages. */
  readonly messages: readonly string[] | undefined

  constructor(code: string, message: string, status = 400, messages?: readonly string[]) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.status = status
    this.messages = messages
  }
}

/** The form of Route 53 since 2024: one Message with a list in brackets (aws-sdk-kotlin#1435). */
export function invalidChangeBatch(messages: readonly string[]): Refusal {
  return new Refusal('InvalidChangeBatch', `[${messages.join(', ')}]`)
}

/** The form of the API's model, which still occurs: without an ErrorResponse around it. */
export function modelledInvalidChangeBatch(messages: readonly string[]): Refusal {
  return new Refusal('InvalidChangeBatch', messages.join('; '), 400, messages)
}

export function invalidInput(message: string): Refusal {
  return new Refusal('InvalidInput', message)
}

/** An impossible name: InvalidChangeBatch with a single message, without brackets (external-dns#2839). */
export function invalidName(code: string, explanation: string, name: string): Refusal {
  return new Refusal('InvalidChangeBatch', fatalProblem(code, explanation, name))
}

export function fatalProblem(code: string, explanation: string, value: string): string {
  return `FATAL problem: ${code} (${explanation}) encountered with '${value}'`
}
