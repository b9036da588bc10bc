import type {Environment} from '../../errors/environment.js'
import {shellWord} from '../../errors/shell-word.js'
import type {Section, SharedConfig} from './shared-config.js'

export type CredentialSource =
  | {readonly kind: 'keys'}
  | {readonly kind: 'web-identity'; readonly tokenFile: string; readonly roleArn: string}
  /** `chain`: the profile and those that it names as source_profile, one after another. */
  | {readonly kind: 'profile'; readonly profile: string; readonly chain: readonly NamedSection[]}
  | {readonly kind: 'container'}
  | {readonly kind: 'instance'}
  | {readonly kind: 'nowhere'}
  /** What is set contradicts itself or lacks something; the AWS CLI refuses it, too. */
  | {readonly kind: 'unusable'; readonly happened: string; readonly fix: readonly string[]}

export interface NamedSection {
  readonly name: string
  readonly section: Section
}

export interface Asked {
  readonly environment: Environment
  readonly shared: SharedConfig
  /** `--aws-profile`; undefined when it was not given. */
  readonly profile: string | undefined
}

/** The profile that was named, by the flag or the environment; undefined: the one called default, if there is one. */
export function namedProfile({environment, profile}: Omit<Asked, 'shared'>): string | undefined {
  return profile ?? (environment.AWS_PROFILE || environment.AWS_DEFAULT_PROFILE || undefined)
}

/** A profile of the environment whose credentials are passed over for keys beside it; undefined: there is none. */
export function passedOverProfile(environment: Environment): string | undefined {
  const named = namedProfile({environment, profile: undefined})
  if (named === undefined || sourceOfEnvironment(environment)?.kind !== 'keys') return undefined
  const variable = environment.AWS_PROFILE ? 'AWS_PROFILE' : 'AWS_DEFAULT_PROFILE'
  return `${variable}=${named}: its credentials are not used because the environment has keys, as in the AWS CLI; --aws-profile=${shellWord(named)} uses the profile`
}

/** The region that was chosen, in the order of the Go SDK; undefined when none was. */
export function chosenRegion(asked: Asked): string | undefined {
  const {AWS_REGION: own, AWS_DEFAULT_REGION: former} = asked.environment
  return own || former || sectionInUse(asked).region || undefined
}

/** The file with the authorities to trust instead of the usual ones, and the setting that names it. */
export function chosenCaBundle(asked: Asked): {readonly path: string; readonly origin: string} | undefined {
  const {AWS_CA_BUNDLE: own} = asked.environment
  if (own) return {path: own, origin: 'AWS_CA_BUNDLE'}
  const path = sectionInUse(asked).ca_bundle
  return path ? {path, origin: `ca_bundle of profile "${namedProfile(asked) ?? 'default'}"`} : undefined
}

/** As the AWS CLI and the Go SDK choose. The JavaScript SDK would let AWS_PROFILE win over keys. */
export function chooseSource(asked: Asked): CredentialSource {
  const {environment, profile} = asked
  return (profile === undefined ? sourceOfEnvironment(environment) : undefined) ?? sourceOfProfile(asked)
}

function sourceOfEnvironment(environment: Environment): CredentialSource | undefined {
  const {AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret} = environment
  if (id && secret) return {kind: 'keys'}
  if (id) {
    const fix = 'set AWS_SECRET_ACCESS_KEY too, or unset AWS_ACCESS_KEY_ID'
    return unusable('AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not.', [fix])
  }
  const {AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: roleArn} = environment
  if (!tokenFile) return undefined
  if (roleArn) return {kind: 'web-identity', tokenFile, roleArn}
  return unusable('AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not.', [
    'set AWS_ROLE_ARN to the role for the token: in EKS the annotation eks.amazonaws.com/role-arn of the service account sets it',
  ])
}

function sourceOfProfile(asked: Asked): CredentialSource {
  const named = namedProfile(asked)
  const name = named ?? 'default'
  const section = asked.shared.profiles[name]
  if (named !== undefined && section === undefined) {
    return unusable(`There is no profile "${named}" in the AWS config and credentials files, or it is empty.`, [
      `check that profile "${named}" exists: aws configure list-profiles`,
      'AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say where else the files are',
    ])
  }
  if (section !== undefined && holdsCredentials(section)) return followProfile({name, section}, asked)
  return sourceOfMachine(asked.environment)
}

function sourceOfMachine(environment: Environment): CredentialSource {
  const {AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path, AWS_CONTAINER_CREDENTIALS_FULL_URI: url} = environment
  if (path || url) return {kind: 'container'}
  const {AWS_EC2_METADATA_DISABLED: disabled = ''} = environment
  if (disabled === '' || disabled === 'false') return {kind: 'instance'}
  const {AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret} = environment
  if (!secret || id) return {kind: 'nowhere'}
  return unusable('AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not.', ['set AWS_ACCESS_KEY_ID too'])
}

function sectionInUse(asked: Asked): Section {
  return asked.shared.profiles[namedProfile(asked) ?? 'default'] ?? {}
}

const CREDENTIAL_SETTINGS = `aws_access_key_id aws_secret_access_key role_arn source_profile credential_source
  web_identity_token_file credential_process sso_session sso_start_url sso_account_id sso_role_name login_session`.split(
  /\s+/,
)

function holdsCredentials(section: Section): boolean {
  return CREDENTIAL_SETTINGS.some((name) => section[name])
}

function hasKeys({aws_access_key_id: id, aws_secret_access_key: secret}: Section): boolean {
  return Boolean(id && secret)
}

/** What is wrong with a profile, continuing `Profile "NAME"`, and the fix. */
type Problem = readonly [happened: string, fix: string]

/** Follows `source_profile` to its end, as far as the SDK would. */
function followProfile(at: NamedSection, asked: Asked, before: readonly NamedSection[] = []): CredentialSource {
  const {name, section} = at
  const chain = [...before, at]
  const found = {kind: 'profile', profile: chain[0]?.name ?? name, chain} as const
  const source = section.role_arn ? section.source_profile : undefined
  const next = source && asked.shared.profiles[source]
  const problem = sectionProblem(at, asked)
  if (problem !== undefined) return unusable(`Profile "${name}" ${problem[0]}`, [problem[1]])
  if (!source) return found
  if (!next) {
    const fix = `correct source_profile of profile "${name}": aws configure list-profiles shows what there is`
    return unusable(`Profile "${name}" names "${source}" as its source_profile, but there is no such profile.`, [fix])
  }
  // Keys end the chain, also those of a profile that takes on a role with its own.
  if (hasKeys(next)) return source === name ? found : {...found, chain: [...chain, {name: source, section: next}]}
  if (chain.some((one) => one.name === source)) {
    const circle = [...chain.map((one) => one.name), source].map((one) => `"${one}"`).join(' -> ')
    const fix = 'set source_profile of one of them to a profile that has credentials'
    return unusable(`the source_profile settings form a loop: ${circle}.`, [fix])
  }
  if (!holdsCredentials(next)) {
    const word = shellWord(source)
    const fix = `give it some: aws configure --profile ${word}, or aws configure sso --profile ${word}`
    return unusable(`Profile "${source}", the source_profile of "${name}", holds no credentials.`, [fix])
  }
  return followProfile({name: source, section: next}, asked, chain)
}

function sectionProblem({name, section}: NamedSection, {environment, shared}: Asked): Problem | undefined {
  const {aws_access_key_id: id, aws_secret_access_key: secret} = section
  if (Boolean(id) === Boolean(secret)) {
    return section.role_arn ? roleProblem({name, section}, environment) : ssoProblem({name, section}, shared)
  }
  const keys = ['aws_access_key_id', 'aws_secret_access_key']
  const pair = id ? keys : keys.toReversed()
  return [`has ${pair.join(' without ')}.`, `enter both: aws configure --profile ${shellWord(name)}`]
}

const CREDENTIAL_SOURCES = ['Ec2InstanceMetadata', 'EcsContainer', 'Environment']

function roleProblem({name, section}: NamedSection, environment: Environment): Problem | undefined {
  const {source_profile: profile, credential_source: source, web_identity_token_file: tokenFile} = section
  if (profile && source) return ['has both source_profile and credential_source.', 'leave one of them out']
  if (!profile && !source && !tokenFile && !hasKeys(section)) {
    return [
      'has a role_arn, but no credentials to assume the role with.',
      `add source_profile, credential_source or web_identity_token_file to profile "${name}"`,
    ]
  }
  if (source && !CREDENTIAL_SOURCES.includes(source)) {
    return [`has the unknown credential_source "${source}".`, `write one of ${CREDENTIAL_SOURCES.join(', ')}`]
  }
  const {AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret} = environment
  if (source !== 'Environment' || (id && secret)) return undefined
  return ['takes its keys from the environment, which has none.', 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY']
}

const SSO_SETTINGS = ['sso_start_url', 'sso_region', 'sso_account_id', 'sso_role_name']

function ssoProblem({name, section}: NamedSection, {ssoSessions}: SharedConfig): Problem | undefined {
  const {sso_session: session} = section
  if (hasKeys(section) || section.credential_process) return undefined
  if (session === undefined && SSO_SETTINGS.every((setting) => section[setting] === undefined)) return undefined
  const fix = `set it up: aws configure sso --profile ${shellWord(name)}`
  const named = session === undefined ? {} : ssoSessions[session]
  if (named === undefined) return [`names "${session}" as its sso_session, but there is no such session.`, fix]
  const all: Section = {...section, ...named}
  const missing = SSO_SETTINGS.filter((setting) => !all[setting])
  return missing.length === 0 ? undefined : [`signs in with SSO, but lacks ${missing.join(', ')}.`, fix]
}

function unusable(happened: string, fix: readonly string[]): CredentialSource {
  return {kind: 'unusable', happened, fix}
}
