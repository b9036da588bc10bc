import type {Resource} from '../kubernetes/objects.js'
import type {SettingValues} from './flags/setting-flags.js'
import {usageError} from './usage-error.js'

const EXAMPLE = '--unstructured-resource=certificates.v1.cert-manager.io, or configmaps.v1 in the core group'

/** Each once. Kind and scope stay open: the cluster knows them. @throws CliError USAGE */
export function parseUnstructuredResources(
  values: Pick<SettingValues, 'source' | 'unstructured-resource'>,
): readonly Resource[] {
  const texts = [...new Set(values['unstructured-resource'])].filter((text) => text !== '')
  if (texts.length === 0 && values.source.includes('unstructured')) {
    throw usageError('--source=unstructured is set without --unstructured-resource: it would read nothing.', [
      `name what it should read: ${EXAMPLE}`,
    ])
  }
  return texts.map(parseResource)
}

/** `plural.version.group`; with one dot the group is the core one. */
function parseResource(text: string): Resource {
  const [, plural, version, group = ''] = /^([a-z0-9-]+)\.(v[a-z0-9]*)(?:\.([a-z0-9.-]+))?$/.exec(text) ?? []
  if (plural === undefined || version === undefined) {
    throw usageError(`--unstructured-resource=${text} is no resource.version.group.`, [`write it like ${EXAMPLE}`])
  }
  return {group, version, plural, kind: '', isNamespaced: true}
}
