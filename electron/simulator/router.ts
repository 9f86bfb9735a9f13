// Finds the operation for a method and path. Literal words win over ids.
import type { Operation } from './operations.ts'

export interface Route {
  readonly operation: Operation
  readonly ids: Readonly<Record<string, string>>
}

export function createRouter(operations: readonly Operation[]) {
  const routes = operations.map((operation) => ({ operation, words: operation.path.split('/') }))
  const literals = (words: readonly string[]) => words.filter((word) => !word.startsWith(':')).length
  routes.sort((left, right) => literals(right.words) - literals(left.words))

  return (method: string, path: string): Route | undefined => {
    const parts = path.split('/')
    for (const { operation, words } of routes) {
      if (operation.method !== method || words.length !== parts.length) continue
      const ids: Record<string, string> = {}
      const matches = words.every((word, index) => {
        const part = parts[index] ?? ''
        if (!word.startsWith(':')) return word === part
        ids[word.slice(1)] = part
        return part !== ''
      })
      if (matches) return { operation, ids }
    }
    return undefined
  }
}
