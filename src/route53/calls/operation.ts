import {GetChangeCommand, type GetChangeCommandInput} from '@aws-sdk/client-route-53'

/**
 * A call of the API as it goes over the wire. The SDK signs and sends it, and reads errors; requests and answers are
 * ours, since the SDK drops every element that it does not know, in both directions.
 */
export interface Operation {
  /** `ListHostedZones`, which also is the root of the answer, less `Response`. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** Below the version: `hostedzone/Z1/rrset`. */
  readonly path: string
  /** Members without a value are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: string
}

/** The version of the API. */
const VERSION = '2013-04-01'

const NAMESPACE = 'com.amazonaws.route53'
/** Kinds of shape in the SDK's schemas, of which these two send a query and a body as given, and return octets. */
const [STRUCTURE, TEXT, BLOB, MAP_OF_TEXT] = [3, 0, 21, 128]
const INPUT = [
  STRUCTURE,
  NAMESPACE,
  'Input',
  0,
  ['query', 'body'],
  [
    [MAP_OF_TEXT, {httpQueryParams: 1}],
    [TEXT, {httpPayload: 1, mediaType: 'application/xml'}],
  ],
]
const OUTPUT = [STRUCTURE, NAMESPACE, 'Output', 0, ['octets'], [[BLOB, {httpPayload: 1}]]]

type Resolve = GetChangeCommand['resolveMiddlewareWithContext']

/** One of the SDK's commands, for its endpoint and its signature, with another operation in it. */
export class OperationCommand extends GetChangeCommand {
  constructor(private readonly operation: Operation) {
    const {query = {}, body} = operation
    const given = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
    super({query: Object.fromEntries(given), body} as unknown as GetChangeCommandInput)
  }

  override resolveMiddlewareWithContext(...[stack, configuration, options, context]: Parameters<Resolve>) {
    const {name, method, path} = this.operation
    const http = [method, `/${VERSION}/${path}`, 200]
    const operationSchema = [9, NAMESPACE, name, {http}, () => INPUT, () => OUTPUT]
    return super.resolveMiddlewareWithContext(stack, configuration, options, {
      ...context,
      commandName: `${name}Command`,
      inputFilterSensitiveLog: (input: unknown) => input,
      outputFilterSensitiveLog: (output: unknown) => output,
      smithyContext: {...context.smithyContext, operation: name, operationSchema},
    })
  }
}
