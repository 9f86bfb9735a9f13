// The names of everything that may be called across the process boundary, and which side answers it.
// No schema here: the sandboxed preload imports this file alone.

/** `engine`: changes something or asks Stripe. `reader`: a question, answered from the cache. `shell`: the desktop around us. */
export const methods = {
  'desk.list': 'engine',
  'desk.openDemo': 'engine',
  'desk.open': 'engine',
  'desk.remove': 'engine',
  'desk.switch': 'engine',
  'desk.unlock': 'engine',
  'desk.unlockBySystem': 'shell',
  'desk.lock': 'engine',
  'desk.lockAll': 'engine',
  'desk.setPassphrase': 'engine',
  'desk.setPolicy': 'engine',
  'business.edit': 'engine',
  'business.reorder': 'engine',
  'account.connect': 'engine',
  'key.replace': 'engine',
  'key.check': 'engine',
  'keychain.state': 'engine',
  'sync.state': 'engine',
  'sync.refresh': 'engine',
  'sync.pause': 'engine',
  'sync.resume': 'engine',
  'sync.cancel': 'engine',
  'sync.wake': 'engine',
  'sync.watch': 'engine',
  'event.replay': 'engine',
  'tables.rebuild': 'engine',
  'listener.state': 'engine',
  'listener.addSecret': 'engine',
  'listener.removeSecret': 'engine',
  'listener.selfTest': 'engine',
  'search.stripe': 'engine',
  'refund.preflight': 'engine',
  'refund.place': 'engine',
  'order.undo': 'engine',
  'order.sendNow': 'engine',
  'order.reconcile': 'engine',
  'refund.recordOtherWay': 'engine',
  'customer.note': 'engine',
  'customer.strikeNote': 'engine',
  'change.preflight': 'engine',
  'change.place': 'engine',
  'change.undo': 'engine',
  'change.sendNow': 'engine',
  'change.reconcile': 'engine',
  'payments.list': 'reader',
  'payments.counts': 'reader',
  'payments.detail': 'reader',
  'orders.list': 'reader',
  'refunds.list': 'reader',
  'refunds.counts': 'reader',
  'refunds.detail': 'reader',
  'search.all': 'reader',
  'customers.list': 'reader',
  'customers.detail': 'reader',
  'customers.timeline': 'reader',
  'changes.list': 'reader',
  'page.state': 'reader',
  'prices.list': 'reader',
  'events.list': 'reader',
  'audit.list': 'reader',
  'audit.verify': 'reader',
  'audit.export': 'reader',
  'events.detail': 'reader',
  'app.info': 'shell',
  'link.open': 'shell',
  'text.copy': 'shell',
  'text.save': 'shell',
  'theme.set': 'shell',
} as const

export type MethodName = keyof typeof methods
export type MethodsOf<Side extends 'engine' | 'reader' | 'shell'> = {
  [Name in MethodName]: (typeof methods)[Name] extends Side ? Name : never
}[MethodName]

export const pushNames = [
  'desk.changed',
  'desk.switched',
  'data.changed',
  'order.changed',
  'change.changed',
  'sync.changed',
  'listener.changed',
  'theme.changed',
] as const
export type PushName = (typeof pushNames)[number]

/** The one IPC channel for calls and the one for pushes. */
export const callChannel = 'bursar:call'
export const pushChannel = 'bursar:push'
