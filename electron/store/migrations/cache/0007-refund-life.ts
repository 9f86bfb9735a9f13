// Refunds by their state, newest first, for the list and the board of refunds.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
CREATE INDEX refunds_by_status ON refunds (status, created);
`

export const cacheOfRefundLife: Migration = { number: 7, name: 'refund-life', up }
