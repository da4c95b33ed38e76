'use strict';
// Stands in for react-devtools-core, which Ink loads only when DEV=true; the bundle has no use for it.
module.exports = {initialize() {}, connectToDevTools() {}};
