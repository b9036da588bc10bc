import {type OwnerId, toOwnerId} from '../registry/ownership.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {GivenFlags} from './argv.js'
import type {SettingValues} from './flags/setting-flags.js'
import {usageError} from './usage-error.js'

export function parseRegistrySettings(values: SettingValues, given: GivenFlags, notices: string[]): RegistrySettings {
  switch (values.registry) {
    case 'noop':
      return {kind: 'noop'}
    case 'txt':
      return parseTxtSettings(values, given, notices)
    default:
      throw usageError(`--registry=${values.registry} is not supported yet.`, ['use --registry=txt or --registry=noop'])
  }
}

function parseTxtSettings(values: SettingValues, given: GivenFlags, notices: string[]): RegistrySettings {
  const prefix = values['txt-prefix'].toLowerCase()
  const suffix = values['txt-suffix'].toLowerCase()
  if (prefix !== '' && suffix !== '') {
    throw usageError('--txt-prefix and --txt-suffix exclude each other.', ['keep the one that external-dns runs with'])
  }
  if (values['txt-owner-id'] === '') {
    throw usageError('--txt-owner-id is empty.', ['name the owner: --txt-owner-id=my-cluster'])
  }
  const ownerId = parseOwnerId('txt-owner-id', values['txt-owner-id'])
  const ownerIsChosen = given.has('txt-owner-id')
  if (!ownerIsChosen) {
    notices.push(
      `no --txt-owner-id: the owner is "${ownerId}", as in external-dns; deletions wait for --txt-owner-id=${ownerId}`,
    )
  }
  return {
    kind: 'txt',
    ownerId,
    ownerIsChosen,
    prefix,
    suffix,
    wildcardReplacement: values['txt-wildcard-replacement'].toLowerCase(),
    migrateFrom: parseFormerOwner(values['migrate-from-txt-owner'], ownerId),
  }
}

function parseFormerOwner(text: string, ownerId: OwnerId): OwnerId | undefined {
  if (text === '') return undefined
  if (text === ownerId) {
    throw usageError(`--migrate-from-txt-owner and --txt-owner-id are both "${text}".`, [
      'name the former owner in --migrate-from-txt-owner, the new one in --txt-owner-id',
    ])
  }
  return parseOwnerId('migrate-from-txt-owner', text)
}

/** A comma ends the id when the ownership text is read again, and quotes are dropped: the records would look foreign. */
function parseOwnerId(flag: string, text: string): OwnerId {
  if (/[,"\\]|[^ -~]/.test(text)) {
    throw usageError(
      `--${flag} is "${text}": an ownership text cannot hold a comma, quotes, a backslash or other than ASCII.`,
      ['use letters, digits, hyphens and dots'],
    )
  }
  return toOwnerId(text)
}
