// What a machine may do by its role, and what a desk's policy is until an admin changed it. Pure data.
// It guards against mistakes. Against malice only a restricted key guards: the engine calls Stripe with whatever key it has.

export type Role = 'support' | 'finance' | 'admin'
export type Action = 'refund' | 'bulk' | 'manage'

/** What each role begins with; an admin may then allow or forbid single actions. */
export const roleTemplates: Readonly<Record<Role, readonly Action[]>> = {
  support: ['refund'],
  finance: ['refund', 'bulk'],
  admin: ['refund', 'bulk', 'manage'],
}

/** As a desk stands before anyone set a policy: everything is allowed, and every refund in live mode is confirmed by typing its amount. */
export function firstPolicy(timeZone: string): {
  role: Role
  allowed: Action[]
  limits: never[]
  otherCurrencies: 'unlimited'
  reasons: ('none' | 'requested_by_customer' | 'duplicate' | 'fraudulent')[]
  holdSeconds: number
  leaseMinutes: number
  timeZone: string
} {
  return {
    role: 'admin',
    allowed: [...roleTemplates.admin],
    limits: [],
    otherCurrencies: 'unlimited',
    reasons: ['none', 'requested_by_customer', 'duplicate', 'fraudulent'],
    holdSeconds: 8,
    leaseMinutes: 5,
    timeZone,
  }
}
