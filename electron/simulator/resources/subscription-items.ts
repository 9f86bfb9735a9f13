// /v1/subscription_items: the items of one subscription, listed. They are changed with their subscription.
import { collectionFrom } from '../collection.ts'
import { cursorParameters, operation, pageOf, recordOf, type Operation } from '../operations.ts'
import { text } from '../parameters.ts'
import { READ_PERMISSION } from '../permissions.ts'
import { isRefusal } from '../refusals.ts'

const PATH = '/v1/subscription_items'

export const subscriptionItemOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: PATH,
    answers: 'subscription_item',
    permissions: READ_PERMISSION.subscription_item,
    isList: true,
    parameters: { ...cursorParameters, subscription: text() },
    required: ['subscription'],
    run: (call) => {
      const { parameters: asked } = call
      const subscription = recordOf(call, (book) => book.subscriptions, asked.subscription ?? '', {
        noun: 'subscription',
        param: 'subscription',
      })
      if (isRefusal(subscription)) return subscription
      return pageOf(collectionFrom(subscription.items.data), {}, asked, {
        noun: 'subscription_item',
        url: PATH,
      })
    },
  }),
]
