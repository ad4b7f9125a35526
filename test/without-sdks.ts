/** Makes the clients of AWS as absent as where they are not installed, for `node --import`. */
import { registerHooks } from 'node:module'

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier, specifier.startsWith('@aws-sdk/') ? { ...context, parentURL: 'file:///absent/' } : context),
})
