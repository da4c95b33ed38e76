/** undici is CommonJS; re-exported by name it keeps its names when it is loaded late from the bundle. */
export {Agent, request} from 'undici';
