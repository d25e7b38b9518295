import { chooseSwiftshader } from './swiftshader.mjs';

// In every test process, before any test asks Dawn for an adapter.
chooseSwiftshader();
