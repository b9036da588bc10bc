import {describe, expect, it} from 'vitest'
import {parseUnstructuredResources} from '../../../src/cli/settings/parse-source-settings.js'

const parse = (resources: readonly string[], source: readonly string[] = ['unstructured']) =>
  parseUnstructuredResources({source, 'unstructured-resource': resources})

describe('--unstructured-resource', () => {
  it('names plural, version and group, each resource once', () => {
    const certificates = 'certificates.v1.cert-manager.io'
    expect(parse([certificates, 'configmaps.v1', certificates, ''])).toEqual([
      {group: 'cert-manager.io', version: 'v1', plural: 'certificates', kind: '', isNamespaced: true},
      {group: '', version: 'v1', plural: 'configmaps', kind: '', isNamespaced: true},
    ])
  })

  it.each([
    'certificates',
    'Certificates.v1.cert-manager.io',
    'certificates.cert-manager.io',
    'a.v1.',
    '.v1',
    'a/b.v1',
  ])('cannot be %s', (text) => {
    expect(() => parse([text])).toThrow(`--unstructured-resource=${text} is not a resource.version.group.`)
  })

  it('is required when the source is chosen', () => {
    expect(() => parse([])).toThrow('--source=unstructured is set without --unstructured-resource')
    expect(parse([], ['service'])).toEqual([])
  })
})
