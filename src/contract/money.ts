// The shapes that money and time have when they cross a process boundary.
// Amounts are integers in the currency's minor unit as Stripe counts it; never a float, never scaled here.
import { z } from 'zod'

/** Minor units, an integer that a double holds exactly. */
export const amountSchema = z.int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)
/** Stripe's lower-case three-letter code. */
export const currencySchema = z.string().regex(/^[a-z]{3}$/)
/** Unix time in whole seconds, as Stripe gives it. */
export const secondsSchema = z.int().nonnegative()
/** Unix time in milliseconds, by this machine's clock. */
export const millisecondsSchema = z.int().nonnegative()
