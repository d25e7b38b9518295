import './setup';
import '../models/every_mixer.test';
