// The shapes that ids of Stripe's objects have when they cross a process boundary.
import { z } from 'zod'

/** Letters, digits, `_` and `-` alone: it becomes part of an address of Stripe's. */
export const idSchema = z.string().regex(/^[\w-]{3,255}$/)
/** Whatever the cache may hold: it is looked up there. */
export const anyIdSchema = z.string().min(3).max(255)
