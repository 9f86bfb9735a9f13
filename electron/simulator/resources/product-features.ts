// /v1/products/:id/features: which features a product comes with, read and attached. Attaching one grants nobody anything by itself.
import { attachFeature, productFeatureShown } from '../life/entitlements.ts'
import {
  cursorParameters,
  operation,
  pageOf,
  recordOf,
  shownPage,
  type Call,
  type Operation,
} from '../operations.ts'
import { text, type Rules } from '../parameters.ts'
import { READ_PERMISSION } from '../permissions.ts'
import { isRefusal, refuse } from '../refusals.ts'

const productOf = (call: Call<Rules>, id: string) =>
  recordOf(call, (book) => book.products, id, { noun: 'product', param: 'id' })

export const productFeatureOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/products/:id/features',
    answers: 'product_feature',
    permissions: READ_PERMISSION.product_feature,
    isList: true,
    parameters: cursorParameters,
    run: (call) => {
      const { book, parameters: asked } = call
      const product = productOf(call, call.ids['id'] ?? '')
      if (isRefusal(product)) return product
      return shownPage(
        pageOf(book.productFeatures, { where: ['product', product.id] }, asked, {
          noun: 'product_feature',
          url: `/v1/products/${product.id}/features`,
        }),
        (attached) => productFeatureShown(book, attached),
      )
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/products/:id/features',
    answers: 'product_feature',
    permissions: ['rak_product_write'],
    parameters: { entitlement_feature: text() },
    required: ['entitlement_feature'],
    run: (call) => {
      const { book, parameters: sent } = call
      const product = productOf(call, call.ids['id'] ?? '')
      if (isRefusal(product)) return product
      const feature = recordOf(call, (at) => at.features, sent.entitlement_feature ?? '', {
        noun: 'feature',
        param: 'entitlement_feature',
      })
      if (isRefusal(feature)) return feature
      const attached = [...book.productFeatures.walk({ where: ['product', product.id] })]
      if (attached.some((known) => known.feature === feature.id))
        return refuse(400, {
          code: 'resource_already_exists',
          message: 'This feature is already attached to the product.',
          param: 'entitlement_feature',
        })
      return productFeatureShown(book, attachFeature(book, product.id, feature.id))
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/products/:product/features/:id',
    answers: 'product_feature',
    permissions: READ_PERMISSION.product_feature,
    parameters: {},
    run: (call) => {
      const product = productOf(call, call.ids['product'] ?? '')
      if (isRefusal(product)) return product
      const attached = recordOf(call, (book) => book.productFeatures, call.ids['id'] ?? '', {
        noun: 'product_feature',
        param: 'id',
      })
      return isRefusal(attached) ? attached : productFeatureShown(call.book, attached)
    },
  }),
]
