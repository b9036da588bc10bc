import {ACCESS_REVIEWS} from './call.js'
import {apiVersionOf, type Resource} from './resource.js'

/** The JSON of /api, /apis, /apis/{group}, /api/v1 and /apis/{group}/{version}; undefined for any other path. */
export function discoveryOf(path: string, served: readonly Resource[], address: string): object | undefined {
  const groups = [...new Set(served.map((resource) => resource.group)), ACCESS_REVIEWS.group].filter(
    (group) => group !== '',
  )
  if (path === '/api') {
    return {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{clientCIDR: '0.0.0.0/0', serverAddress: address}],
    }
  }
  if (path === '/apis')
    return {kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map((group) => groupOf(group, served))}
  const [, group = '', version] =
    /^\/apis\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? (path === '/api/v1' ? ['', '', 'v1'] : [])
  if (path !== '/api/v1' && !groups.includes(group)) return undefined
  if (version === undefined) return {kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group, served)}
  if (!versionsOf(group, served).includes(version)) return undefined
  const resources = served.filter((resource) => resource.group === group && resource.versions.includes(version))
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(group, version),
    resources: [
      ...resources.flatMap((resource) => [
        entryOf(resource, resource.plural, ['create', 'get', 'list']),
        ...(resource.hasStatus ? [entryOf(resource, `${resource.plural}/status`, ['get', 'patch', 'update'])] : []),
      ]),
      ...(group === ACCESS_REVIEWS.group
        ? [
            {
              name: ACCESS_REVIEWS.plural,
              singularName: '',
              namespaced: false,
              kind: 'SelfSubjectAccessReview',
              verbs: ['create'],
            },
          ]
        : []),
    ],
  }
}

function entryOf(resource: Resource, name: string, verbs: readonly string[]): object {
  const {kind, isNamespaced, shortNames} = resource
  const isSubresource = name !== resource.plural
  return {
    name,
    singularName: isSubresource ? '' : kind.toLowerCase(),
    namespaced: isNamespaced,
    kind,
    verbs,
    ...(!isSubresource && shortNames.length > 0 && {shortNames}),
  }
}

function versionsOf(group: string, served: readonly Resource[]): readonly string[] {
  if (group === ACCESS_REVIEWS.group) return ['v1']
  return [...new Set(served.filter((resource) => resource.group === group).flatMap((resource) => resource.versions))]
}

function groupOf(group: string, served: readonly Resource[]): object {
  const versions = versionsOf(group, served).map((version) => ({groupVersion: `${group}/${version}`, version}))
  return {name: group, versions, preferredVersion: versions[0]}
}
