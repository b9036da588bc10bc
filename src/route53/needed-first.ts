interface Visit {
  index: number
  low: number
  isOpen: boolean
}

/**
 * Puts things after those that they need, and keeps the given order otherwise. What needs itself in a circle stands
 * together; the circles and the single things come in order. (Tarjan's strongly connected components, without recursion:
 * chains may be as long as a zone is large.)
 */
export function neededFirst<T>(things: readonly T[], needs: (thing: T) => readonly T[]): readonly (readonly T[])[] {
  const places = new Map(things.map((thing, index) => [thing, index]))
  const visits = new Map<T, Visit>()
  const open: T[] = []
  const circles: T[][] = []
  const enter = (thing: T) => {
    const visit = {index: visits.size, low: visits.size, isOpen: true}
    visits.set(thing, visit)
    open.push(thing)
    return {thing, visit, rest: needs(thing)[Symbol.iterator]()}
  }
  for (const start of things) {
    if (visits.has(start)) continue
    const path = [enter(start)]
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const {value: next, done} = at.rest.next()
      if (done !== true) {
        const known = visits.get(next)
        if (known === undefined) path.push(enter(next))
        else if (known.isOpen) at.visit.low = Math.min(at.visit.low, known.index)
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) parent.visit.low = Math.min(parent.visit.low, at.visit.low)
      if (at.visit.low === at.visit.index) circles.push(close(at.thing))
    }
  }
  return circles

  function close(first: T): T[] {
    const circle = open.splice(open.lastIndexOf(first))
    for (const thing of circle) {
      const visit = visits.get(thing)
      if (visit !== undefined) visit.isOpen = false
    }
    return circle.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  }
}
