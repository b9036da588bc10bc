import type {XmlContent} from './xml-writer.js'

/** An answer other than 200, thrown while a request is parsed or checked, and converted to XML in one place. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  /** The single texts of an InvalidChangeBatch. */
  readonly messages: readonly string[] | undefined
  /** The answer is an element named after the code, which contains the messages. */
  readonly isBareRoot: boolean
  /** A member of the error beside its code and message. */
  readonly detail: readonly [name: string, content: XmlContent] | undefined

  constructor(code: string, message: string, status = 400, more: RefusalDetails = {}) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.status = status
    this.messages = more.messages
    this.isBareRoot = more.isBareRoot ?? false
    this.detail = more.detail
  }
}

type RefusalDetails = {
  readonly messages?: readonly string[]
  readonly isBareRoot?: boolean
  readonly detail?: readonly [name: string, content: XmlContent]
}

/** The form of Route 53 since 2024: one Message with a list in brackets (aws-sdk-kotlin#1435). */
export function invalidChangeBatch(messages: readonly string[]): Refusal {
  return new Refusal('InvalidChangeBatch', `[${messages.join(', ')}]`, 400, {messages})
}

/** The form of the API's model, which still occurs: without an ErrorResponse around it. */
export function modelledInvalidChangeBatch(messages: readonly string[]): Refusal {
  return new Refusal('InvalidChangeBatch', messages.join('; '), 400, {messages, isBareRoot: true})
}

export function invalidInput(message: string): Refusal {
  return new Refusal('InvalidInput', message)
}

/** An impossible name: InvalidChangeBatch with a single message, without brackets (external-dns#2839). */
export function invalidName(code: string, explanation: string, name: string): Refusal {
  const text = fatalProblem(code, explanation, name)
  return new Refusal('InvalidChangeBatch', text, 400, {messages: [text]})
}

export function fatalProblem(code: string, explanation: string, value: string): string {
  return `FATAL problem: ${code} (${explanation}) encountered with '${value}'`
}
