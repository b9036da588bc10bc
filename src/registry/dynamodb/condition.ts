import type {Item} from './item.js'

/**
 * The condition that an item is as it was read, each label included: two runs of one owner may write the zones of one row
 * at the same time.
 *
 * @param item undefined: there was none.
 */
export function conditionFor(item: Item | undefined, mayBeGone: boolean) {
  const isGone = 'attribute_not_exists(k)'
  if (item === undefined) return {ConditionExpression: isGone}
  const {o, l} = item
  const labels = Object.entries(l?.M ?? {})
  const parts = [
    o === undefined ? 'attribute_not_exists(o)' : 'o = :o',
    l === undefined ? 'attribute_not_exists(l)' : 'size(l) = :size',
    ...labels.map((_label, index) => `l.#n${index} = :v${index}`),
  ]
  const isAsRead = parts.join(' AND ')
  return {
    ConditionExpression: mayBeGone ? `${isGone} OR (${isAsRead})` : isAsRead,
    ...(labels.length > 0 && {
      ExpressionAttributeNames: Object.fromEntries(labels.map(([name], index) => [`#n${index}`, name])),
    }),
    ...((o !== undefined || l !== undefined) && {
      ExpressionAttributeValues: {
        ...(o !== undefined && {':o': o}),
        ...(l !== undefined && {':size': {N: String(labels.length)}}),
        ...Object.fromEntries(labels.map(([, value], index) => [`:v${index}`, value])),
      },
    }),
  }
}
