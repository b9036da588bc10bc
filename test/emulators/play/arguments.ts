import {parseArgs} from 'node:util'

/** A mistake of the user, told in one line. */
export class InputError extends Error {}

export interface ZoneArgument {
  /** As it was written, for messages. */
  readonly text: string
  /** Undefined: the file says it. */
  readonly name: string | undefined
  /** Undefined: the zone is empty. */
  readonly file: string | undefined
  readonly isPrivate: boolean
}

export interface PlayArguments {
  readonly help: boolean
  readonly manifests: readonly string[]
  readonly zones: readonly ZoneArgument[]
}

export const HELP = `Usage: npm run emulators -- [--manifests PATH]... [--zone ZONE]... [--private-zone ZONE]...

Starts a Kubernetes API and a Route 53 on the loopback interface and prints the commands to type next. Ctrl-C ends both.

  --manifests PATH     objects: a YAML or JSON file, or a folder with everything below it. Objects without a status have
                       no address to point at; kubectl get ... -o yaml writes the status too
  --zone ZONE          a public hosted zone, in one of three forms:
                         example.com               empty
                         records.json              with what aws route53 list-resource-record-sets printed
                         example.com=records.json  the same, when the file does not hold the SOA of the zone
  --private-zone ZONE  a private hosted zone, in the same forms
  --help               this text

All but --help can be repeated. Without any of them, there is a small example to look at.
`

/** @throws InputError for a flag that there is not, for a flag without its value, and for a loose word. */
export function parsePlayArguments(args: readonly string[]): PlayArguments {
  const {tokens} = parse(args)
  const zones: ZoneArgument[] = []
  const manifests: string[] = []
  let help = false
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (token.name === 'help') help = true
    else if (token.value === undefined || token.value === '')
      throw new InputError(`${token.rawName} needs a value; see npm run emulators -- --help`)
    else if (token.name === 'manifests') manifests.push(token.value)
    else zones.push(toZoneArgument(token.value, token.name === 'private-zone'))
  }
  return {help, manifests, zones}
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: {type: 'boolean'},
        manifests: {type: 'string', multiple: true},
        zone: {type: 'string', multiple: true},
        'private-zone': {type: 'string', multiple: true},
      },
      tokens: true,
    })
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error)) throw error
    const [, word = ''] = /'([^'\s]*)/.exec(error.message) ?? []
    throw new InputError(MISTAKES[String(error.code)]?.(word) ?? error.message)
  }
}

/** By the codes of Node's parseArgs. */
const MISTAKES: Readonly<Record<string, (word: string) => string>> = {
  ERR_PARSE_ARGS_UNKNOWN_OPTION: (flag) => `there is no flag ${flag}; see npm run emulators -- --help`,
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: (flag) =>
    flag.includes('help') ? '--help takes no value' : `${flag} needs a value; see npm run emulators -- --help`,
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: (word) =>
    `${word} is not a flag; npm passes flags on only behind two hyphens: npm run emulators -- --manifests DIR`,
}

function toZoneArgument(text: string, isPrivate: boolean): ZoneArgument {
  const [, name, file] = /^([^=/]+)=(.+)$/.exec(text) ?? []
  if (name !== undefined) return {text, name, file, isPrivate}
  return /\.json$|[/\\]/.test(text)
    ? {text, name: undefined, file: text, isPrivate}
    : {text, name: text, file: undefined, isPrivate}
}
