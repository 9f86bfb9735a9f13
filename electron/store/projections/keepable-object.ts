// What the SDK answered, as plain data without what may not be kept.
import { keepable } from '../../../src/domain/redaction.ts'
import type { StripeObject } from './kind.ts'

export function keepableObject(object: unknown): StripeObject {
  return keepable(object) as StripeObject
}
