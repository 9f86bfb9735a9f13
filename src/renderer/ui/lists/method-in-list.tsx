// A payment method as a list shows it, where there is little room: the name is shortened and never the digits, which tell cards apart.
import type { ReactNode } from 'react'
import type { Method } from '../../../contract/payments.ts'
import { methodName, methodText } from '../words/method-words.ts'

export function MethodInList({ method, children }: { method: Method; children?: ReactNode }) {
  return (
    <span className="flex min-w-0" title={methodText(method)}>
      <span className="min-w-0 truncate">{methodName(method)}</span>
      {method.last4 !== null && <span className="figures ml-1.5 shrink-0">•••• {method.last4}</span>}
      {children}
    </span>
  )
}
