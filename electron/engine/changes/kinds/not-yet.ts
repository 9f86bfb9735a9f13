// Stands in for a kind that is in the contract and not built: it says so, and sends nothing.
import { failure, success, type ChangeKind, type ChangeOf } from '../../../../src/contract/index.ts'
import type { Kind } from '../kind.ts'

export function notYet<Name extends ChangeKind>(objectId: (change: ChangeOf<Name>) => string): Kind<Name> {
  return {
    action: 'change',
    held: true,
    objectId,
    blocks: objectId,
    judge: async () => failure('unknown_method', 'Not built yet.'),
    send: async () => ({}),
    effectOf: () => null,
    find: async () => success(null),
  }
}
