import type {Origin} from '../dns/endpoint.js'
import {desired} from './desired.js'
import {readEndpointEntry} from './endpoint-entry.js'
import {finishSource} from './finish-source.js'
import type {Source} from './source.js'

/** What the peer at `--connector-source-server` sends, word for word (spec sources.md §3.18). */
export const connector: Source = {
  name: 'connector',
  needs: () => [],
  readsConnector: true,
  toEndpoints: ({connected = []}, settings) => {
    const entries = connected.flatMap((entry, index) => {
      const read = readEndpointEntry(entry)
      return read === undefined ? [] : [{...read, origin: originOf(index, settings.connectorServer)}]
    })
    return finishSource(
      desired({
        endpoints: entries.map(({endpoint, resource, origin}) => ({...endpoint, resource, origins: [origin]})),
        warnings: entries.flatMap(({oddity, origin}) => (oddity === undefined ? [] : [{origin, warning: oddity}])),
      }),
    )
  },
}

function originOf(index: number, server: string): Origin {
  return {kind: 'Connector', namespace: '', name: server, field: `endpoint ${index + 1}`}
}
