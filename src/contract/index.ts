// Everything that crosses the process boundary, in one place to import from.
export * from './desks.ts'
export * from './methods.ts'
export * from './money.ts'
export * from './payments.ts'
export * from './refunds.ts'
export * from './result.ts'
export * from './schemas.ts'
export * from './wire.ts'
